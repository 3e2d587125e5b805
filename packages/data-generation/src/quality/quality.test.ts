import { isMlopsError, randomKey } from "@mlops/core";
import { type CellValue, Table } from "@mlops/table";
import { expect, test } from "vitest";

import { openCopula } from "../copula/open-copula.ts";
import { fitCopula } from "../copula/fit-copula.ts";
import { loanTable } from "../testing/loan-table.ts";
import { judgeQuality } from "./quality-report.ts";

const key = randomKey("quality");
const loans = loanTable(1500);

function tableOf(columns: Readonly<Record<string, readonly CellValue[]>>): Table {
  const names = Object.keys(columns);
  const schema = names.map((name) => ({
    name,
    type: columns[name]?.some((cell) => typeof cell === "string") === true ? ("string" as const) : ("float64" as const),
  }));
  const rows = columns[names[0] ?? ""]?.length ?? 0;
  return Table.fromRows(
    schema,
    Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(names.map((name) => [name, columns[name]?.[row] ?? null])),
    ),
  );
}

const repeat = <T>(count: number, of: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => of(row));

test("a table against itself: all scores are 1, no row is new, and the copy is noticed", () => {
  const { report } = judgeQuality(loans, loans, key, { holdout: loanTable(1500, "others") });
  expect(report.quality).toMatchObject({ overall: 1, shapes: 1, pairs: 1, allPairs: 1 });
  expect([report.structure.score, report.validity, report.missingness.score, report.missingness.joint?.score]).toEqual([
    1, 1, 1, 1,
  ]);
  expect(report.ids).toEqual(["loan_id"]);
  expect(report.privacy).toMatchObject({ newRowShare: 0, medianDistance: 0, tooClose: 1 });
  expect(report.privacy.holdout?.closerToTraining).toBeGreaterThan(0.95);
  expect(report.privacy.holdout?.score).toBeLessThan(0.1);
});

test("rows of the same source are as near to training as to held-out rows", () => {
  const { report } = judgeQuality(loans, loanTable(1500, "synthetic"), key, { holdout: loanTable(1500, "held out") });
  expect(report.privacy.newRowShare).toBeGreaterThan(0.95);
  expect(Math.abs((report.privacy.holdout?.closerToTraining ?? 0) - 0.5)).toBeLessThan(0.06);
  expect(report.privacy.tooClose).toBeLessThan(0.12);
});

test("shapes by hand: distribution functions and frequencies", () => {
  const real = tableOf({ x: repeat(100, (row) => row + 0.5), c: repeat(100, (row) => (row < 50 ? "a" : "b")) });
  const other = tableOf({
    x: repeat(100, (row) => row + 25.5),
    c: repeat(100, (row) => (row < 20 ? "a" : row < 90 ? "b" : "z")),
  });
  const { report } = judgeQuality(real, other, key);
  const [x, c] = report.columns;
  expect(x).toMatchObject({ metric: "KSComplement", validity: 0.75 });
  expect(x?.score).toBeCloseTo(0.75, 12);
  expect(c).toMatchObject({ metric: "TVComplement", validity: 0.9 });
  expect(c?.score).toBeCloseTo(0.7, 12);
});

test("pairs: correlation of numbers, Cramér's V of categories, and only pairs that hang together count", () => {
  const real = tableOf({
    x: repeat(200, (row) => row + 0.5),
    y: repeat(200, (row) => 2 * row + (row % 7)),
    noise: repeat(200, (row) => ((row * 7919) % 211) + 0.5),
    a: repeat(200, (row) => (row % 2 === 0 ? "p" : "q")),
    b: repeat(200, (row) => (row % 2 === 0 ? "u" : "v")),
  });
  const broken = real.withColumn("y", real.take(repeat(200, (row) => 199 - row)).column("y"));
  const { report } = judgeQuality(real, broken, key);
  const pair = (first: string, second: string) =>
    report.pairs.find(({ columns }) => columns.join() === `${first},${second}`);
  expect(pair("x", "y")?.score).toBeLessThan(0.01);
  expect(pair("x", "y")?.counts).toBe(true);
  expect(pair("x", "noise")?.counts).toBe(false);
  expect(pair("a", "b")).toMatchObject({ score: 1, counts: true });
  expect(pair("a", "b")?.association).toBeCloseTo(1, 12);
  expect(report.quality.pairs).toBeLessThan(report.quality.allPairs ?? 0);
});

test("missing cells: each column's share, and how often two are missing together", () => {
  const absent = (holds: (row: number) => boolean) => repeat(100, (row) => (holds(row) ? null : row + 0.5));
  const real = tableOf({ x: absent((row) => row < 40), y: absent((row) => row < 40) });
  const apart = tableOf({ x: absent((row) => row < 40), y: absent((row) => row >= 60) });
  const { missingness } = judgeQuality(real, apart, key).report;
  expect(missingness.score).toBe(1);
  expect(missingness.joint).toMatchObject({
    score: 0.6,
    pairs: 1,
    worst: { columns: ["x", "y"], real: 0.4, synthetic: 0 },
  });
});

test("joint absence survives the copula, as the report sees it", () => {
  const { model } = fitCopula(loans, { data: "loans" });
  const drawn = openCopula(model).draw(randomKey(1), { start: 0, count: 1500 });
  const { report } = judgeQuality(loans, drawn, key);
  expect(report.missingness.joint?.score).toBeGreaterThan(0.95);
  expect(report.quality.overall).toBeGreaterThan(0.93);
  expect(report.validity).toBe(1);
});

test("other structure is said; nothing in common is an error", () => {
  const real = tableOf({ a: repeat(50, (row) => row + 0.5), b: repeat(50, (row) => (row % 3 === 0 ? "x" : "y")) });
  const other = tableOf({ a: repeat(50, (row) => row + 0.5), c: repeat(50, () => 1) });
  expect(judgeQuality(real, other, key).report.structure).toEqual({
    score: 1 / 3,
    onlyReal: ["b"],
    onlySynthetic: ["c"],
    otherTypes: [],
  });
  const codeOf = (a: Table, b: Table): string => {
    try {
      judgeQuality(a, b, key);
    } catch (error) {
      if (isMlopsError(error)) return error.code;
    }
    return "nothing failed";
  };
  expect(codeOf(real, other.select(["c"]))).toBe("SYNTHESIS_DATA_INVALID");
  expect(codeOf(real, real.slice(0, 0))).toBe("SYNTHESIS_DATA_INVALID");
  expect(codeOf(real.slice(0, 0), real)).toBe("SYNTHESIS_DATA_INVALID");
  expect(codeOf(loans.select(["loan_id"]), loans.select(["loan_id"]))).toBe("SYNTHESIS_DATA_INVALID");
});
