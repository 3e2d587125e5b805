import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { expectationCatalogue } from "../expectations/catalogue.ts";
import { readSuite } from "./read-suite.ts";

const problemsOf = (text: string): string[] =>
  readSuite(text, "loans.yaml").problems.map(({ line, column, message, hint }) =>
    `${line}:${column} ${message} ${hint}`.trim(),
  );

describe("a suite", () => {
  test("names its checks by column and kind, and keeps where they stand", () => {
    const { suite, problems } = readSuite(
      `row_count: 3
columns:
  age:
    not_null: true
    between:
      - { min: 0 }
      - { max: 100, severity: warn, mostly: 0.9 }
rules:
  - { name: sane, expression: age < 150 }
`,
      "a/loans.yaml",
    );
    expect(problems).toEqual([]);
    expect(suite?.name).toBe("loans");
    expect(suite?.checks.map(({ id, at }) => [id, at.line])).toEqual([
      ["row_count", 1],
      ["sane", 9],
      ["age.between[0]", 6],
      ["age.between[1]", 7],
      ["age.not_null", 4],
    ]);
    expect(suite?.checks[3]?.options).toMatchObject({ max: 100, severity: "warn", mostly: 0.9 });
  });

  test("without any check is refused", () => {
    expect(problemsOf("name: nothing\n")).toEqual([expect.stringMatching(/^1:1 The suite has no check/)]);
    expect(problemsOf("columns: { age: { description: years } }")[0]).toMatch(/The suite has no check/);
    expect(problemsOf("")).toEqual([expect.stringMatching(/The suite is empty/)]);
  });

  test.each([
    [
      "columns:\n  age: { betwen: { min: 1 } }",
      /^2:10 The key "betwen" in columns\.age is unknown\. Did you mean "between"\?$/,
    ],
    [
      "columns:\n  age: { between: { mni: 1 } }",
      /2:21 The key "mni" in columns\.age\.between is unknown\. Did you mean "min"\?/,
    ],
    ["row_cuont: 3", /^1:1 The key "row_cuont" is unknown\. Did you mean "row_count"\?$/],
    ["columns: { age: { between: {} } }", /1:\d+ columns\.age\.between: it needs min, max or both/],
    ["columns: { age: { between: { min: 5, max: 2 } } }", /min 5 is above max 2/],
    ["columns: { age: { between: { min: 2024-13-01 } } }", /a bound has to be a number, an ISO date/],
    ["columns: { age: { type: int } }", /1:25 columns\.age\.type must be .*text or number or integer/],
    [
      "columns: { age: { not_null: { mostly: 1.5 } } }",
      /1:39 columns\.age\.not_null\.mostly must be at most 1, not 1\.5/,
    ],
    ["columns: { age: { not_null: { severity: eror } } }", /Did you mean "error"\?/],
    ["rules: ['age >']", /1:9 .*[\s\S]*\^/],
    ["rules: [{ name: a, expression: x > 1 }, { name: a, expression: y > 1 }]", /Two checks are called "a"/],
    ["columns: { age: { quantiles: { of: { 1.5: { min: 0 } } } } }", /1\.5 is no quantile/],
    ["columns: [age]", /1:1 columns must be a map of keys, not a list of 1/],
    ["row_count: 3\nrow_count: 4", /2:1 /],
  ])("%s is told with its place", (text, message) => {
    const [first] = problemsOf(text);
    expect(first).toMatch(message);
  });

  test("whatever the text is, it is a suite or has problems with a line", () => {
    const pieces = fc.constantFrom(
      "columns:",
      "  a:",
      "    between:",
      " { min: 1 }",
      "rules:",
      "- ",
      "[",
      "}",
      ": ",
      "true",
      "1",
      "\n",
      "*x",
      "&y ",
      "'",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const { suite, problems } = readSuite(parts.join(""), "x.yaml");
        expect(suite === undefined).toBe(problems.length > 0);
        for (const { line, message } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(message).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the example of each check", () => {
  test.each(expectationCatalogue.map((each) => [each.name, each] as const))(
    "%s is a suite",
    (_name, { name, example, scope }) => {
      const text = scope === "table" ? `${name}: ${example}` : `columns: { age: { ${name}: ${example} } }`;
      const { suite, problems } = readSuite(text, "x.yaml");
      expect(problems).toEqual([]);
      expect(suite?.checks).toHaveLength(1);
    },
  );
});
