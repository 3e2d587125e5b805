import { isMlopsError, randomKey } from "@mlops/core";
import { digestTable, isValid, Table } from "@mlops/table";
import { expect, test } from "vitest";

import { readMetadata } from "../metadata/read-metadata.ts";
import { CHUNK_ROWS } from "../synthesis/draw-rows.ts";
import { loanTable } from "../testing/loan-table.ts";
import { fitCopula } from "./fit-copula.ts";
import { readModel } from "./model.ts";
import { openCopula } from "./open-copula.ts";
import { withTargetRate } from "./with-target-rate.ts";

const real = loanTable(6000);
const metadata = readMetadata(
  `
target: {column: status, positive: default}
constraints:
  - inequality: {low: opened, high: closed, strict: true}
  - fixed_combinations: [region, country]
  - rule: assets >= debt
  - positive: [income]
  - rule: score >= 300 and score <= 850
`,
  "loans.yaml",
);
const { model, repair } = fitCopula(real, { data: "loans.csv", metadata });
const rows = 8000;
const drawn = openCopula(model).draw(randomKey(1), { start: 0, count: rows });

function numbers(table: Table, name: string): number[] {
  return table.toRows().map((row) => Number(row[name] ?? Number.NaN));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (x: number, y: number) => number): number =>
    a.reduce((total, x, index) => total + f(x - ma, (b[index] ?? 0) - mb), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

function shareOf(table: Table, name: string, value: unknown): number {
  return table.toRows().filter((row) => row[name] === value).length / table.rowCount;
}

function failureOf(work: () => unknown): { readonly code: string; readonly message: string; readonly row: unknown } {
  try {
    work();
  } catch (error) {
    if (isMlopsError(error)) return { code: error.code, message: error.message, row: error.details["row"] };
    throw error;
  }
  throw new Error("nothing failed");
}

test("columns keep their types, roundings and ranges", () => {
  expect(drawn.schema).toEqual(real.schema);
  for (const name of ["income", "amount", "score"]) {
    const [own, learnt] = [numbers(drawn, name), numbers(real, name)];
    expect(Math.min(...own)).toBeGreaterThanOrEqual(Math.min(...learnt));
    expect(Math.max(...own)).toBeLessThanOrEqual(Math.max(...learnt));
  }
  for (const value of numbers(drawn, "income")) expect(Math.round(value * 100) / 100).toBe(value);
  for (const value of numbers(drawn, "opened")) expect(value % 86_400_000).toBe(0);
});

test("dependencies are kept: between numbers, and between a number and a category", () => {
  const logs = (table: Table): number[] => numbers(table, "income").map(Math.log);
  expect(correlation(logs(drawn), numbers(drawn, "amount"))).toBeCloseTo(
    correlation(logs(real), numbers(real, "amount")),
    1.3,
  );
  const incomes = (table: Table, status: string): number => {
    const list = table
      .toRows()
      .filter((row) => row["status"] === status)
      .map((row) => Math.log(Number(row["income"])));
    return list.reduce((sum, value) => sum + value, 0) / list.length;
  };
  for (const status of ["paid", "default"]) expect(incomes(drawn, status)).toBeCloseTo(incomes(real, status), 1);
  expect(shareOf(drawn, "status", "default")).toBeCloseTo(shareOf(real, "status", "default"), 1.5);
  expect(Math.abs(correlation(numbers(drawn, "score"), numbers(drawn, "amount")))).toBeLessThan(0.06);
  expect(repair).toBe(0);
});

test("cells that are absent together stay so", () => {
  const [assets, debt] = [drawn.column("assets"), drawn.column("debt")];
  let absent = 0;
  for (let row = 0; row < rows; row += 1) {
    expect(isValid(assets.validity, row)).toBe(isValid(debt.validity, row));
    if (!isValid(assets.validity, row)) absent += 1;
  }
  expect(absent / rows).toBeCloseTo(0.4, 1.5);
});

test("constraints hold in every row", () => {
  const countries: Record<string, string> = { Bern: "CH", Geneva: "CH", Lyon: "FR", Paris: "FR", Nice: "FR" };
  for (const row of drawn.toRows()) {
    expect(Number(row["closed"])).toBeGreaterThan(Number(row["opened"]));
    expect(countries[String(row["region"])]).toBe(row["country"]);
    expect(Number(row["income"])).toBeGreaterThan(0);
    expect(row["assets"] === null || Number(row["assets"]) >= Number(row["debt"])).toBe(true);
  }
  expect(new Set(drawn.toRows().map((row) => row["loan_id"])).size).toBe(rows);
});

test("formulas, rules over several columns and unique numbers", () => {
  const table = real.select(["income", "amount", "score"]);
  const total = Table.fromRows(
    [...table.schema, { name: "total", type: "float64" }],
    table.toRows().map((row) => ({ ...row, total: Number(row["income"]) + 2 * Number(row["amount"]) })),
  );
  const file = readMetadata(
    "constraints:\n  - formula: {column: total, equals: income + 2 * amount}\n  - unique: score\n  - rule: income + amount > 0",
    "m.yaml",
  );
  const { model: ruled } = fitCopula(total, { data: "x", metadata: file });
  const synthetic = openCopula(ruled).draw(randomKey(5), { start: 10, count: 500 });
  for (const row of synthetic.toRows()) {
    expect(Number(row["total"])).toBeCloseTo(Number(row["income"]) + 2 * Number(row["amount"]), 6);
  }
  expect(new Set(numbers(synthetic, "score")).size).toBe(500);
  const narrow = readMetadata("constraints:\n  - rule: income > 30000 or amount > 20000", "m.yaml");
  const kept = table.filter((row) => Number(row.get("income")) > 30_000 || Number(row.get("amount")) > 20_000);
  const held = openCopula(fitCopula(kept, { data: "x", metadata: narrow }).model).draw(randomKey(6), {
    start: 0,
    count: 500,
  });
  for (const row of held.toRows()) expect(Number(row["income"]) > 30_000 || Number(row["amount"]) > 20_000).toBe(true);
});

test("a seed means the same rows; the model's JSON means the same model", () => {
  const again = openCopula(readModel(JSON.stringify(model), "m.json"));
  expect(digestTable(again.draw(randomKey(1), { start: 0, count: rows }))).toBe(digestTable(drawn));
  // The first rows do not depend on how many are drawn.
  expect(digestTable(again.draw(randomKey(1), { start: 0, count: 100 }))).toBe(digestTable(drawn.slice(0, 100)));
  const other = again.draw(randomKey(2), { start: CHUNK_ROWS, count: 100 });
  expect(digestTable(other)).not.toBe(digestTable(drawn.slice(0, 100)));
  expect(fitCopula(real, { data: "loans.csv", metadata }).model.digest).toBe(model.digest);
});

test("the model holds no row and no identifier, and is refused where it was changed", () => {
  const text = JSON.stringify(model);
  for (const row of real.toRows().slice(0, 200)) expect(text).not.toContain(String(row["loan_id"]));
  const changed = text.replace('"rows":6000', '"rows":6001');
  expect(failureOf(() => readModel(changed, "m.json")).code).toBe("SYNTHESIZER_MODEL_INVALID");
  expect(failureOf(() => readModel("{}", "m.json")).code).toBe("SYNTHESIZER_MODEL_INVALID");
  expect(failureOf(() => readModel("{", "m.json")).code).toBe("SYNTHESIZER_MODEL_INVALID");
});

test("conditions are met by every row, and the rest follows", () => {
  const { given } = openCopula(model);
  const conditions = [
    { column: "status", value: "default" },
    { column: "country", value: "FR" },
    { column: "assets", value: null },
  ];
  const table = given?.(conditions).draw(randomKey(3), { start: 0, count: 3000 });
  if (table === undefined) throw new Error("conditions are supported");
  for (const row of table.toRows()) {
    expect([row["status"], row["country"], row["assets"], row["debt"]]).toEqual(["default", "FR", null, null]);
  }
  const wanted = real.filter((row) => row.get("status") === "default" && row.get("country") === "FR");
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + Math.log(value), 0) / list.length;
  expect(mean(numbers(table, "income"))).toBeCloseTo(mean(numbers(wanted, "income")), 0.9);
  const exact = given?.([{ column: "score", value: 700 }]).draw(randomKey(4), { start: 0, count: 200 });
  expect(exact && shareOf(exact, "score", 700)).toBe(1);
  const later = numbers(drawn, "closed")[0] ?? 0;
  const drawnLater = given?.([{ column: "closed", value: later }]).draw(randomKey(4), { start: 0, count: 20 });
  expect(drawnLater && shareOf(drawnLater, "closed", later)).toBe(1);
});

test("conditions that never happen are refused at once", () => {
  const { given } = openCopula(model);
  const never = [
    [{ column: "status", value: "unheard" }],
    [{ column: "score", value: 9000 }],
    [{ column: "income", value: null }],
    [{ column: "loan_id", value: "L1" }],
    [
      { column: "region", value: "Bern" },
      { column: "country", value: "FR" },
    ],
    [
      { column: "assets", value: null },
      { column: "debt", value: 5 },
    ],
  ];
  for (const conditions of never) {
    expect(failureOf(() => given?.(conditions)).code, JSON.stringify(conditions)).toBe("SYNTHESIS_CONDITION_UNMET");
  }
});

test("a share of positive rows can be set, and leaves what follows from the target as it is", () => {
  const table = withTargetRate(model, 0.5).draw(randomKey(8), { start: 0, count: 4000 });
  expect(shareOf(table, "status", "default")).toBeCloseTo(0.5, 1.4);
  expect(shareOf(withTargetRate(model, 0).draw(randomKey(8), { start: 0, count: 500 }), "status", "default")).toBe(0);
  const { target: _, ...untargeted } = model;
  expect(failureOf(() => withTargetRate(untargeted, 0.5)).code).toBe("INVALID_ARGUMENT");
});

function learn(columns: Readonly<Record<string, readonly (string | number | null)[]>>, yaml = ""): unknown {
  const names = Object.keys(columns);
  const count = columns[names[0] ?? ""]?.length ?? 0;
  const schema = names.map((name) => {
    const isText = columns[name]?.some((value) => typeof value === "string") === true;
    return { name, type: isText ? ("string" as const) : ("float64" as const) };
  });
  const table = Table.fromRows(
    schema,
    Array.from({ length: count }, (_, row) =>
      Object.fromEntries(names.map((name) => [name, columns[name]?.[row] ?? null])),
    ),
  );
  return fitCopula(table, { data: "bad.csv", metadata: readMetadata(yaml, "bad.yaml") });
}

const many = (of: (row: number) => string | number | null): (string | number | null)[] =>
  Array.from({ length: 100 }, (_, row) => of(row));

test.each([
  ["one row", { a: [1] }, "", /has 1 row; at least 10/],
  [
    "an infinite number",
    { a: many((row) => (row === 41 ? Number.POSITIVE_INFINITY : row)) },
    "",
    /Row 42 of column "a" is Infinity/,
  ],
  [
    "texts among numbers",
    { a: many((row) => (row === 6 ? "n/a" : String(row))) },
    "",
    /Row 7 of column "a" holds the text "n\/a" in a column of numbers/,
  ],
  [
    "dates in several formats",
    { a: many((row) => (row === 3 ? "04/05/2020" : `2020-0${1 + (row % 9)}-${10 + (row % 19)}`)) },
    "",
    /Row 4 of column "a" holds "04\/05\/2020"/,
  ],
  [
    "a value outside the metadata's range",
    { a: many((row) => row + 0.5) },
    "columns:\n  a: {max: 50}",
    /Row 51 of column "a" is 50\.5/,
  ],
  [
    "a constraint that the data break",
    { a: many((row) => row + 0.5), b: many((row) => (row === 9 ? 0 : row + 1.5)) },
    "constraints:\n  - rule: a <= b",
    /Row 10 breaks the rule "a <= b" \(bad\.yaml:2:.*a = 9\.5, b = 0/,
  ],
  [
    "a rule over no column",
    { a: many((row) => row + 0.5) },
    "constraints:\n  - rule: c > 0",
    /There is no "c" here.*bad\.yaml:2/,
  ],
  [
    "a constant that varies",
    { a: many((row) => row + 0.5) },
    "columns:\n  a: {type: constant}",
    /Row 2 of column "a" is 1\.5 in a column that is said to be constant/,
  ],
  [
    "a number column without any",
    { a: many(() => null), b: many((row) => row + 0.5) },
    "columns:\n  a: {type: numeric}",
    /"a" has no value at all/,
  ],
  [
    "a family that cannot be",
    { a: many((row) => row + 0.5) },
    "columns:\n  a: {distribution: student-t}",
    /"a" cannot come from a student-t/,
  ],
])("%s: an error that says which column and row", (_name, columns, yaml, message) => {
  expect(failureOf(() => learn(columns, yaml)).message).toMatch(message);
});

test("columns without values stay empty, NaN counts as missing, identifiers are made up", () => {
  const result = learn({
    empty: many(() => null),
    x: many((row) => (row % 4 === 0 ? Number.NaN : row)),
    name: many((row) => `person ${row}`),
  }) as ReturnType<typeof fitCopula>;
  expect(result.warnings.join(" ")).toMatch(/"empty" has no value at all.*"name" names its rows/);
  const table = openCopula(result.model).draw(randomKey(1), { start: 0, count: 200 });
  expect(shareOf(table, "empty", null)).toBe(1);
  expect(shareOf(table, "x", null)).toBeCloseTo(0.25, 0.9);
  expect(JSON.stringify(result.model)).not.toContain("person 7");
});
