import { digestJson, isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { checkExpression } from "./check-expression.ts";
import { evaluateExpression } from "./evaluate-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { printExpression } from "./print-expression.ts";
import { readExpression } from "./read-expression.ts";
import { scope, typedExpression, valuesArbitrary } from "./testing/arbitrary-expression.ts";
import { naiveValue } from "./testing/naive-value.ts";

/** The code of the error, or "read"; anything but an MlopsError EXPRESSION_… passes through. */
function outcomeOf(work: () => unknown): string {
  try {
    work();
    return "read";
  } catch (error) {
    if (isMlopsError(error) && error.code.startsWith("EXPRESSION_")) return error.code;
    throw error;
  }
}

describe("an expression", () => {
  it("is the same after printing and parsing, and prints the same again", () => {
    fc.assert(
      fc.property(typedExpression, (expression) => {
        const text = printExpression(expression);
        const parsed = parseExpression(text).expression;
        expect(parsed).toEqual(expression);
        expect(printExpression(parsed)).toBe(text);
      }),
      { numRuns: 1500 },
    );
  });

  it("needs each bracket that it is printed with", () => {
    const without = (text: string, open: number): string => {
      let depth = 0;
      for (let at = open; at < text.length; at++) {
        if (text[at] === "(") depth++;
        if (text[at] === ")" && --depth === 0)
          return `${text.slice(0, open)} ${text.slice(open + 1, at)} ${text.slice(at + 1)}`;
      }
      return text;
    };
    fc.assert(
      fc.property(typedExpression, (expression) => {
        const text = printExpression(expression);
        fc.pre(!/["]/.test(text));
        for (const { index } of text.matchAll(/(?<![a-z_])\(/g)) {
          const bare = without(text, index);
          let same = false;
          try {
            same = printExpression(parseExpression(bare).expression) === text;
          } catch (error) {
            if (!isMlopsError(error)) throw error;
          }
          expect(same, `${text} as ${bare}`).toBe(false);
        }
      }),
    );
  });

  it("gives what a literal reading of the rules gives", () => {
    fc.assert(
      fc.property(typedExpression, valuesArbitrary, (expression, values) => {
        const { value, reasons } = evaluateExpression(expression, values);
        expect(value).toBe(naiveValue(expression, values));
        expect(reasons.length > 0).toBe(value === null);
      }),
      { numRuns: 3000 },
    );
  });

  it("never gives a value of a type that the check did not name", () => {
    fc.assert(
      fc.property(typedExpression, valuesArbitrary, (expression, values) => {
        const mayBeNull = ["metrics.n", "params.depth"];
        const loose = { ...scope, ...Object.fromEntries(mayBeNull.map((name) => [name, ["number", "null"] as const])) };
        const types = checkExpression(expression, loose);
        const { value } = evaluateExpression(expression, values);
        expect(types).toContain(value === null ? "null" : typeof value);
      }),
      { numRuns: 1500 },
    );
  });

  it("survives JSON, with a digest that does not see blanks or brackets", () => {
    fc.assert(
      fc.property(typedExpression, (expression) => {
        expect(readExpression(JSON.parse(JSON.stringify(expression)))).toEqual(expression);
      }),
    );
    const digest = (text: string) => digestJson(parseExpression(text).expression);
    expect(digest("a+b * 2>3 && !c")).toBe(digest("(a + (b*2)) > 3 and not c"));
    expect(digest("(a + b) * 2 > 3")).not.toBe(digest("a + b * 2 > 3"));
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    ..."( ) [ ] , . + - * / % ** < <= > >= == != = ! && || & | and or not in true false null a metrics.f1 min coalesce 1 2.5 .5 1e9 'x' \" \\ ? :".split(
      " ",
    ),
    "\n",
    "한",
    "__proto__",
  );

  it.each([
    ["any characters", fc.string({ unit: "binary", maxLength: 200 })],
    ["any row of tokens", fc.array(pieces, { maxLength: 40 }).map((words) => words.join(" "))],
    ["any row of pieces", fc.array(pieces, { maxLength: 40 }).map((words) => words.join(""))],
  ])("is read, or refused with an EXPRESSION_ error: %s", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const outcome = outcomeOf(() => {
          const source = parseExpression(text);
          outcomeOf(() => checkExpression(source, scope));
          outcomeOf(() => evaluateExpression(source.expression, { metrics: { f1: 1 }, a: true }));
        });
        expect(outcome).toMatch(/^(read|EXPRESSION_(SYNTAX|NAME_UNKNOWN))$/);
      }),
      { numRuns: 3000 },
    );
  });

  it("is refused in time and without a stack overflow where it is long or deep", () => {
    for (const [text, code] of [
      ["(".repeat(4000), "EXPRESSION_TOO_LARGE"],
      [`${"(".repeat(2000)}1${")".repeat(2000)}`, "EXPRESSION_TOO_LARGE"],
      ["-".repeat(4000), "EXPRESSION_TOO_LARGE"],
      ["!".repeat(4000), "EXPRESSION_TOO_LARGE"],
      [`${"not ".repeat(1000)}a`, "EXPRESSION_TOO_LARGE"],
      [`${"2 ** ".repeat(800)}2`, "EXPRESSION_TOO_LARGE"],
      [`${"1 + ".repeat(1000)}1`, "EXPRESSION_TOO_LARGE"],
      ["abs(".repeat(1000), "EXPRESSION_TOO_LARGE"],
      ["a in [".repeat(600), "EXPRESSION_TOO_LARGE"],
      ["1".repeat(5000), "EXPRESSION_TOO_LARGE"],
      [`"${"\\".repeat(4090)}`, "EXPRESSION_SYNTAX"],
      [`'${"a".repeat(4090)}`, "EXPRESSION_SYNTAX"],
      ["a.".repeat(2048), "EXPRESSION_SYNTAX"],
      ["1".repeat(4000), "EXPRESSION_SYNTAX"],
      [`${"1 + ".repeat(150)}1`, "read"],
      [`a in [${Array.from({ length: 1000 }, (_, index) => index).join(",")}]`, "read"],
    ] as const) {
      expect(
        outcomeOf(() => parseExpression(text)),
        text.slice(0, 20),
      ).toBe(code);
    }
  });

  it("is refused where it was stored and changed", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(["read", "EXPRESSION_SYNTAX", "EXPRESSION_TOO_LARGE"]).toContain(outcomeOf(() => readExpression(json)));
      }),
    );
    let deep: unknown = { kind: "null" };
    for (let level = 0; level < 5000; level++) deep = { kind: "unary", operator: "-", operand: deep };
    expect(outcomeOf(() => readExpression(deep))).toBe("EXPRESSION_TOO_LARGE");
    for (const part of [
      { kind: "name", name: "a.__proto__" },
      { kind: "name", name: "constructor" },
      { kind: "name", name: "a b" },
      { kind: "name", name: "true" },
      { kind: "number", value: -1 },
      { kind: "number", value: Number.NaN },
      { kind: "call", function: "toString", arguments: [] },
      { kind: "binary", operator: "constructor", left: { kind: "null" }, right: { kind: "null" } },
    ]) {
      expect(() => readExpression({ kind: "unary", operator: "not", operand: part })).toThrow("expression.operand");
    }
  });
});
