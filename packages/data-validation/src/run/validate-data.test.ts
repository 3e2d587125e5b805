import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type DataFolder, dataFolder } from "../testing/data-folder.ts";
import { naiveKeys, naiveMean, naiveNumber, naiveQuantile, naiveRows } from "../testing/naive-check.ts";
import type { CheckResult, ValidationResult } from "./validation-result.ts";

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const check = (result: ValidationResult, id: string): CheckResult => {
  const found = result.checks.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no check ${id} in ${result.checks.map((each) => each.id).join(", ")}`);
  return found;
};

describe("against a plain reading of the definitions", () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 12 }).map(String) },
    { weight: 2, arbitrary: fc.constantFrom("1.5", "-2.25", "3e0", ".5", "12.", "1e400", "1_000", "0x10", " 4 ") },
    { weight: 1, arbitrary: fc.constantFrom("NaN", "inf", "-Infinity", "x", "é🤦", "true", "NULL") },
  );
  const maybe = fc.option(cell, { freq: 6, nil: null });
  const rows = fc.array(fc.record({ a: maybe, b: maybe }), { minLength: 1, maxLength: 40 });
  const suite = `
columns:
  a:
    type: { is: number, mostly: 0.5 }
    not_null: true
    between: { min: -2, max: 6.5, strict_max: true }
    in: [1, 2, 1.5]
    not_in: { values: [-5, 12], where: not is_null(b) }
    pattern: ^[0-9]
    length: { min: 2 }
    unique: true
    null_share: { max: 0.25 }
    distinct_count: { min: 3 }
    value_shares: { of: { "1": { max: 0.2 } } }
  b:
    type: integer
unique_together: [b, a]
rules:
  - { name: sum, expression: n + m <= 8, names: { n: a, m: b } }
`.replace("  b:\n    type: integer", "  b: { type: integer }");

  test("every count, share and example is the same", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const text = ["a,b,end", ...table.map(({ a, b }) => `${a ?? ""},${b ?? ""},.`)].join("\n");
        // `a` is declared a number; `b` an integer, so that the rule reads both as numbers.
        const result = await folder.judge(text, suite);
        const a = table.map((row) => row.a);
        const b = table.map((row) => row.b);
        const number = (each: string): number => naiveNumber(each) ?? Number.NaN;
        const integer = (each: string | null | undefined): number =>
          each !== null && each !== undefined && /^\s*[+-]?\d+\s*$/.test(each) ? Number(each) : Number.NaN;
        const sum = (index: number): number => number(a[index] ?? "") + integer(b[index]);
        const expected = {
          "a.type": naiveRows(a, (each) => naiveNumber(each) !== undefined),
          "a.between": naiveRows(a, (each) => number(each) >= -2 && number(each) < 6.5),
          "a.in": naiveRows(a, (each) => [1, 2, 1.5].includes(number(each))),
          "a.not_in": naiveRows(
            a,
            (each) => ![-5, 12].includes(number(each)),
            (_each, index) => !Number.isNaN(integer(b[index])),
          ),
          "a.pattern": naiveRows(a, (each) => /^[0-9]/.test(each)),
          "a.length": naiveRows(a, (each) => Array.from(each).length >= 2),
          "a.unique": naiveKeys(a),
          unique_together: naiveKeys(
            table.map((row) => (row.a === null || row.b === null ? null : `${row.b},${row.a}`)),
          ),
          sum: naiveRows(
            a,
            (_each, index) => sum(index) <= 8,
            (_each, index) => !Number.isNaN(sum(index)),
          ),
        };
        for (const [id, answer] of Object.entries(expected)) {
          const { judged, failed, examples, status } = check(result, id);
          expect({ id, judged, failed }).toEqual({ id, judged: answer.judged, failed: answer.failed });
          expect(examples.map(({ where }) => where)).toEqual(
            answer.rows.slice(0, 5).map((index) => `data.csv:${index + 2}`),
          );
          const mostly = id === "a.type" ? 0.5 : 1;
          const share = answer.judged === 0 ? null : (answer.judged - answer.failed) / answer.judged;
          expect(status).toBe(share === null ? "not-judged" : share >= mostly ? "passed" : "failed");
        }
        const present = a.filter((each) => each !== null);
        const notNull = check(result, "a.not_null");
        expect([notNull.judged, notNull.failed]).toEqual([a.length, a.length - present.length]);
        expect(check(result, "a.null_share").observed["nullShare"]).toBe((a.length - present.length) / a.length);
        const distinct = present.length === 0 ? null : new Set(present).size;
        expect(check(result, "a.distinct_count").observed["distinctCount"]).toBe(distinct);
        const ones = present.length === 0 ? null : present.filter((each) => each === "1").length / present.length;
        expect(check(result, "a.value_shares").observed["1"]).toBe(ones);
        expect(result.rows).toBe(table.length);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test("statistics, and how far they are from their bounds", async () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const result = await folder.judge(
          ["x", ...values.map(String)].join("\n"),
          "columns: { x: { mean: { min: 0 }, standard_deviation: { max: 1 }, quantiles: { of: { 0.25: { max: 0 }, 1: { min: 5 } } } } }",
        );
        const mean = naiveMean(values);
        const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
        expect(check(result, "x.mean").observed["mean"]).toBeCloseTo(mean, 6);
        expect(check(result, "x.standard_deviation").observed["standardDeviation"]).toBeCloseTo(deviation, 6);
        const { observed, status } = check(result, "x.quantiles");
        expect(observed["q0.25"]).toBeCloseTo(naiveQuantile(values, 0.25), 6);
        expect(observed["q1"]).toBe(Math.max(...values));
        expect(status).toBe(Number(observed["q0.25"]) <= 0 && Number(observed["q1"]) >= 5 ? "passed" : "failed");
      }),
      { numRuns: 10, seed: 3 },
    );
  });

  test("the order of a series, alone and by group", async () => {
    const series = fc.array(
      fc.record({ group: fc.constantFrom("p", "q"), t: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }) }),
      { minLength: 1, maxLength: 30 },
    );
    const failures = (items: readonly { readonly t: number | null; readonly index: number }[]): number[] => {
      let previous: number | undefined;
      return items.flatMap(({ t, index }) => {
        if (t === null) return [];
        const fails = previous !== undefined && t < previous;
        previous = t;
        return fails ? [index] : [];
      });
    };
    await fc.assert(
      fc.asyncProperty(series, async (table) => {
        const text = ["group,t", ...table.map(({ group, t }) => `${group},${t ?? ""}`)].join("\n");
        const result = await folder.judge(
          text,
          "columns: { t: { type: integer, monotone: [increasing, { direction: increasing, by: [group] }] } }",
        );
        const items = table.map(({ group, t }, index) => ({ group, t, index }));
        const alone = failures(items);
        const grouped = ["p", "q"].flatMap((name) => failures(items.filter(({ group }) => group === name)));
        expect(check(result, "t.monotone[0]").failed).toBe(alone.length);
        expect(check(result, "t.monotone[0]").examples.map(({ where }) => where)).toEqual(
          alone.slice(0, 5).map((index) => `data.csv:${index + 2}`),
        );
        expect(check(result, "t.monotone[1]").failed).toBe(grouped.length);
      }),
      { numRuns: 20, seed: 11 },
    );
  });
});

describe("places", () => {
  test("are lines of the file, whatever quotes and blank lines stand before", async () => {
    const { checks } = await folder.judge(
      'id,note\n1,"two\nlines"\n\n2,ok\n2,again\n',
      "columns: { id: { unique: true, in: [1] } }",
    );
    const [oneOf, unique] = [checks.find(({ id }) => id === "id.in"), checks.find(({ id }) => id === "id.unique")];
    expect(oneOf?.examples).toEqual([
      { where: "data.csv:5", value: "2" },
      { where: "data.csv:6", value: "2" },
    ]);
    expect(unique?.examples).toEqual([{ where: "data.csv:6", value: "2", repeats: "data.csv:5" }]);
  });

  test("a record with too many fields fails without being asked for, and may be allowed", async () => {
    const text = "a,b\n1,2\n3,4,5\n6,7\n";
    const refused = await folder.judge(text, "row_count: { min: 1 }");
    expect(refused).toMatchObject({ passed: false, rows: 2, reasons: ["expectations-failed"] });
    expect(check(refused, "broken_records")).toMatchObject({
      status: "failed",
      observed: { brokenRecords: 1 },
      examples: [{ where: "data.csv:3" }],
    });
    expect(await folder.judge(text, "{ row_count: { min: 1 }, broken_records: 1 }")).toMatchObject({ passed: true });
  });
});

describe("what is there to judge", () => {
  test("a column that the data lacks fails once; an optional one does not", async () => {
    const result = await folder.judge(
      "age\n3\n",
      "columns: { agee: { not_null: true, unique: true }, age: { not_null: true } }",
    );
    expect(check(result, "agee.present")).toMatchObject({
      status: "failed",
      reason: expect.stringContaining('Did you mean "age"?') as string,
    });
    expect(check(result, "agee.unique")).toMatchObject({ status: "not-judged", reason: "column-missing" });
    expect(result.reasons).toEqual(["expectations-failed"]);
    const optional = await folder.judge(
      "age\n3\n",
      "columns: { agee: { optional: true, not_null: true }, age: { not_null: true } }",
    );
    expect(optional).toMatchObject({ passed: true, reasons: [] });
  });

  test("a suite that finds nothing to judge does not pass; one of its checks without values degrades it", async () => {
    const empty = await folder.judge("a,b\n", "columns: { a: { between: { min: 0 }, mean: { min: 0 } } }");
    expect(empty).toMatchObject({ passed: false, reasons: ["nothing-judged"], rows: 0 });
    const half = await folder.judge("a,b\n,1\n", "columns: { a: { between: { min: 0 } }, b: { not_null: true } }");
    expect(half).toMatchObject({ passed: true, reasons: ["checks-not-judged"] });
  });

  test("only errors fail a suite", async () => {
    const suite = (severity: string): string => `columns: { a: { in: { values: [1], severity: ${severity} } } }`;
    expect(await folder.judge("a\n2\n", suite("error"))).toMatchObject({
      passed: false,
      reasons: ["expectations-failed"],
    });
    expect(await folder.judge("a\n2\n", suite("warn"))).toMatchObject({ passed: true, reasons: ["warnings"] });
    expect(await folder.judge("a\n2\n", suite("info"))).toMatchObject({ passed: true, reasons: [] });
  });

  test("statistics of values that are no finite numbers have no meaning, and say how many there are", async () => {
    const result = await folder.judge("x\n1\nNaN\ninf\n1e200\n", "columns: { x: { standard_deviation: { max: 9 } } }");
    expect(check(result, "x.standard_deviation")).toMatchObject({
      status: "failed",
      reason: "3 of 4 values are no finite numbers",
    });
  });
});

describe("times", () => {
  test("dates in a format of their own, their bounds and rules over them", async () => {
    const result = await folder.judge(
      "start,due\n31JAN2024,29feb2024\n30FEB2024,01MAR2024\n02JAN2024,01JAN2024\n",
      `columns:
  start: { type: { is: date, format: "%d%b%Y" }, between: { min: 2024-01-01, max: "2024-01-31" } }
  due: { type: { is: date, format: "%d%b%Y" } }
rules: [due >= start]`,
    );
    expect(check(result, "start.type")).toMatchObject({
      failed: 1,
      examples: [{ where: "data.csv:3", value: "30FEB2024" }],
    });
    expect(check(result, "start.between")).toMatchObject({ judged: 3, failed: 1 });
    expect(check(result, "rules[0]")).toMatchObject({
      judged: 2,
      failed: 1,
      examples: [{ where: "data.csv:4", value: "due=01JAN2024, start=02JAN2024" }],
    });
  });

  test("freshness is measured against the given instant; the future is not fresh", async () => {
    const text = "at\n2024-01-29T00:00:00Z\n2024-01-30T12:00:00+00:00\n";
    const suite = "columns: { at: { freshness: 24h } }";
    const fresh = await folder.judge(text, suite, { now: Date.parse("2024-01-31T12:00:00Z") });
    expect(check(fresh, "at.freshness")).toMatchObject({ status: "passed", observed: { ageHours: 24 } });
    const old = await folder.judge(text, suite, { now: Date.parse("2024-01-31T12:00:01Z") });
    expect(old.passed).toBe(false);
    const future = await folder.judge(text, suite, { now: Date.parse("2024-01-30T00:00:00Z") });
    expect(check(future, "at.freshness")).toMatchObject({
      status: "failed",
      reason: "the newest value lies in the future",
    });
  });
});

describe("mistakes that only the data shows", () => {
  test.each([
    ["columns: { s: { pattern: '(?=a)' } }", /suite\.yaml:1:17 s\.pattern cannot be used: invalid perl operator/],
    ["columns: { s: { type: { is: date, format: '%Q' } } }", /suite\.yaml:1:17 s\.type cannot be used/],
    ["rules: [s > 3]", /suite\.yaml:1:9 Only two numbers or two texts have an order/],
    [
      "columns: { n: { not_null: { where: s + 1 > 2 } } }",
      /suite\.yaml:1:17 Expected a number, this is null or string/,
    ],
  ])("%s", async (suite, message) => {
    await expect(folder.judge("s,n\nx,1\n", suite)).rejects.toThrow(message);
  });

  test("an order of texts is no order", async () => {
    const result = await folder.judge("s\nx\n", "columns: { s: { monotone: increasing } }");
    expect(check(result, "s.monotone")).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("type: instant") as string,
    });
  });
});

describe("data that is hardly data", () => {
  const suite =
    "columns: { a: { type: number, between: { min: 0 }, unique: true, mean: { min: 0 }, in: [1], length: 1 } }";
  const statuses = (result: ValidationResult): Record<string, string> =>
    Object.fromEntries(result.checks.map(({ check: name, status }) => [name, status]));

  test("an empty file is refused", async () => {
    await expect(folder.judge("", suite)).rejects.toMatchObject({ code: "FILE_EMPTY" });
  });

  test("a column without a value: nothing is judged, nothing passes", async () => {
    const result = await folder.judge("a,b\n,1\nNA,2\n", suite);
    expect(new Set(Object.values(statuses(result)))).toEqual(new Set(["not-judged"]));
    expect(result).toMatchObject({ passed: false, reasons: ["nothing-judged"] });
  });

  test("one row is enough to be judged; a deviation it does not have", async () => {
    const result = await folder.judge("a\n1\n", suite);
    expect(result).toMatchObject({ passed: true, reasons: [] });
    const deviation = await folder.judge(
      "a\n1\n",
      "columns: { a: { standard_deviation: { max: 1 }, not_null: true } }",
    );
    expect(check(deviation, "a.standard_deviation").status).toBe("not-judged");
  });

  test("mixed types, NaN and infinities fail what reads numbers, with row and text", async () => {
    const result = await folder.judge("a\n1\nx\nNaN\n-Infinity\n2024-01-31\n", suite);
    expect(check(result, "a.type")).toMatchObject({
      failed: 4,
      examples: [
        { where: "data.csv:3", value: "x" },
        { where: "data.csv:4", value: "NaN" },
        { where: "data.csv:5", value: "-Infinity" },
        { where: "data.csv:6", value: "2024-01-31" },
      ],
    });
    expect(check(result, "a.mean")).toMatchObject({ status: "failed", reason: "4 of 5 values are no finite numbers" });
  });

  test("dates in several formats: those in another one than was said fail", async () => {
    const result = await folder.judge(
      "d\n2024-01-31\n31/01/2024\n31JAN2024\n",
      "columns: { d: { type: date, between: { max: 2024-12-31 } } }",
    );
    expect(check(result, "d.type").examples.map(({ value }) => value)).toEqual(["31/01/2024", "31JAN2024"]);
    expect(check(result, "d.between").failed).toBe(2);
  });

  test("a hundred thousand different texts are counted, and told apart", async () => {
    const texts = Array.from({ length: 100_000 }, (_, index) => `t${index}`);
    const result = await folder.judge(
      ["a", ...texts, "t7", ""].join("\n"),
      "columns: { a: { unique: true, distinct_count: 100000 } }",
    );
    expect(check(result, "a.unique")).toMatchObject({
      failed: 1,
      examples: [{ where: "data.csv:100002", value: "t7", repeats: "data.csv:9" }],
    });
    expect(check(result, "a.distinct_count").status).toBe("passed");
  });
});
