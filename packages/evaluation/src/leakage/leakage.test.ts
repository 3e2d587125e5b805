import { HOUR, isMlopsError, randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { settleLeaks } from "./leak-finding.ts";
import { type LeakColumn, lonePredictors, outcomeColumns } from "./lone-predictor.ts";
import { groupOverlap, identicalRows, timeOverlap } from "./part-overlap.ts";

const random = randomStream(randomKey("leakage"));
const rows = 600;
const codes = Int32Array.from({ length: rows }, () => (random.uniform() < 0.3 ? 1 : 0));
const amount = Float64Array.from({ length: rows }, () => random.normal());
const number = (name: string, valueOf: (row: number) => number): LeakColumn => ({
  name,
  kind: "number",
  values: Float64Array.from({ length: rows }, (_, row) => valueOf(row)),
});
const category = (name: string, valueOf: (row: number) => number): LeakColumn => ({
  name,
  kind: "category",
  codes: Int32Array.from({ length: rows }, (_, row) => valueOf(row)),
});
const code = (row: number) => codes[row] ?? 0;
const found = (columns: readonly LeakColumn[], target: Parameters<typeof lonePredictors>[1]) =>
  lonePredictors(columns, target).map(({ column }) => column);

describe("columns that predict alone", () => {
  it("are found for two classes, however they do", () => {
    const columns = [
      number("copy", code),
      number("falling", (row) => 10 - 3 * code(row) + 0.1 * (amount[row] ?? 0)),
      number("missing where it happened", (row) => (code(row) === 1 ? Number.NaN : (amount[row] ?? 0))),
      number("neither low nor high", (row) => (code(row) === 1 ? 2 : 1 + 2 * (row % 2))),
      category("status", (row) => (code(row) === 1 ? 3 : row % 3)),
    ];
    const target = { kind: "classes" as const, codes, classes: 2 };
    expect(found(columns, target)).toEqual(columns.map(({ name }) => name));
    expect(lonePredictors(columns.slice(0, 1), target)).toEqual([
      {
        check: "predicts-alone",
        message: 'The column "copy" alone predicts the target: its area under the ROC curve is 1.00000.',
        column: "copy",
        score: 1,
      },
    ]);
  });

  it("are not found where they only help, name each row, or say nothing", () => {
    const columns = [
      number("strong", (row) => 2 * code(row) + (amount[row] ?? 0)),
      number("noise", (row) => amount[row] ?? 0),
      number("constant", () => 1),
      category("id", (row) => row),
      category("one value", () => 0),
    ];
    expect(found(columns, { kind: "classes", codes, classes: 2 })).toEqual([]);
    expect(found(columns, { kind: "number", values: amount.map((x, row) => x + (row % 7)) })).toEqual([]);
  });

  it("are found for more classes only where they tell each from all others", () => {
    const many = Int32Array.from({ length: rows }, (_, row) => row % 3);
    const columns = [
      number("all", (row) => (many[row] ?? 0) + 0.01 * (amount[row] ?? 0)),
      number("one of them", (row) => ((many[row] ?? 0) === 0 ? 100 : 0) + (amount[row] ?? 0)),
    ];
    expect(found(columns, { kind: "classes", codes: many, classes: 3 })).toEqual(["all"]);
  });

  it("are found for numbers, along a line or a curve", () => {
    const columns = [
      number("in other units", (row) => 32 + 1.8 * (amount[row] ?? 0)),
      number("bent", (row) => -Math.exp(3 * (amount[row] ?? 0))),
      number("half missing", (row) => (row % 2 === 0 ? Number.NaN : (amount[row] ?? 0))),
      number("noisy", (row) => (amount[row] ?? 0) + 0.5 * code(row)),
    ];
    expect(found(columns, { kind: "number", values: amount })).toEqual(["in other units", "bent", "half missing"]);
  });

  it("are not looked for where a class has a handful of rows", () => {
    const few = Int32Array.from({ length: rows }, (_, row) => (row < 5 ? 1 : 0));
    expect(found([number("copy", (row) => few[row] ?? 0)], { kind: "classes", codes: few, classes: 2 })).toEqual([]);
  });
});

describe("leaks between parts", () => {
  const parts = { train: Uint32Array.of(0, 1, 2), validation: Uint32Array.of(3), test: Uint32Array.of(4, 5) };

  it("are identical rows", () => {
    expect(identicalRows(parts, ["a", "b", "b", "c", "b", "b"])).toEqual([
      {
        check: "identical-rows",
        message: "2 rows of the test part are identical to rows of the train part.",
        parts: ["train", "test"],
        count: 2,
      },
    ]);
    expect(identicalRows(parts, ["a", "b", "b", "c", "d", "d"])).toEqual([]);
  });

  it("are groups in two parts", () => {
    expect(groupOverlap(parts, ["x", "x", "y", "y", "z", "z"])).toMatchObject([
      { check: "group-overlap", parts: ["train", "validation"], count: 1, message: expect.stringContaining('"y"') },
    ]);
  });

  it("are parts that overlap in time, or come too close", () => {
    const hours = (...values: readonly number[]) => Float64Array.from(values, (value) => value * HOUR);
    expect(timeOverlap(parts, hours(0, 1, 2, 3, 4, 5))).toEqual([]);
    expect(timeOverlap(parts, hours(0, 1, 2, 4, 7, 8), 2 * HOUR)).toEqual([]);
    expect(timeOverlap(parts, hours(0, 1, 2, 3, 7, 8), 2 * HOUR)).toMatchObject([
      { check: "time-overlap", parts: ["train", "validation"], count: 1 },
    ]);
    expect(timeOverlap(parts, hours(0, 1, 3, 3, 4, 5))).toMatchObject([{ parts: ["train", "validation"], count: 1 }]);
    const [finding] = timeOverlap(parts, hours(0, 1, 9, 10, 11, 2));
    expect(finding?.message).toBe(
      "The test part begins at 1970-01-01T02:00:00Z, but the train part reaches to 1970-01-01T09:00:00Z.",
    );
  });
});

describe("settleLeaks", () => {
  const findings = outcomeColumns(["age", "repaid_at"], ["repaid_at", "written_off"]);

  it("reports, or refuses with all findings", () => {
    expect(findings).toMatchObject([{ check: "outcome-column", column: "repaid_at" }]);
    expect(settleLeaks(findings, "report")).toBe(findings);
    expect(settleLeaks([], "refuse")).toEqual([]);
    expect(() => settleLeaks(findings, "refuse")).toThrow('"repaid_at" is among the features');
    let code: string | undefined;
    try {
      settleLeaks(findings, "refuse");
    } catch (error) {
      code = isMlopsError(error) ? error.code : undefined;
    }
    expect(code).toBe("EVALUATION_LEAK_FOUND");
  });
});
