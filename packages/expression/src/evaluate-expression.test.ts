import { isMlopsError } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { evaluateExpression } from "./evaluate-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import type { ExpressionValues } from "./value-of.ts";

const values: ExpressionValues = { metrics: { f1: 0.8, missing: null, bad: Number.NaN }, n: 3, name: "a", ready: true };
const evaluate = (text: string, data = values) => evaluateExpression(parseExpression(text).expression, data);

describe("evaluateExpression", () => {
  it.each([
    ["metrics.f1 >= 0.75 and n > 2", true],
    ["1 + 2 * 3 ** 2 - -1", 20],
    ["-2 ** 2", -4],
    ["2 ** 3 ** 2", 512],
    ["7 % 3", 1],
    ["-7 % 3", 2],
    ["7 % -3", -2],
    ["0 * -1", 0],
    ["round(2.5) + round(-2.5) + round(0.49999999999999994)", 0],
    ["round(-2.5)", -3],
    ["floor(-0.5)", -1],
    ["name in ['b', 'a']", true],
    ["n not in [1, 2]", true],
    ["n in []", false],
    ["'b' > 'a'", true],
    ["is_null(metrics.missing) and is_null(metrics.bad) and not is_null(n)", true],
    ["coalesce(metrics.missing, metrics.bad, 7)", 7],
    ["false and metrics.missing > 1", false],
    ["true or metrics.missing > 1", true],
    ["n in [metrics.missing, 3]", true],
    ["min(3, 1, 2) + max(3, 1, 2)", 4],
    ["exp(log(1)) + sqrt(4) + abs(-1) + ceil(0.5)", 5],
  ])("%s is %s", (text, value) => {
    expect(evaluate(text)).toEqual({ value, reasons: [] });
  });

  it.each([
    ["metrics.missing + 1", "null-value", "metrics.missing"],
    ["metrics.missing > 1", "null-value", "metrics.missing"],
    ["not (metrics.missing > 1)", "null-value", "metrics.missing"],
    ["true and metrics.missing > 1", "null-value", "metrics.missing"],
    ["metrics.bad > 1", "not-finite", "metrics.bad"],
    ["1 + n / (n - 3)", "division-by-zero", "n / (n - 3)"],
    ["n % 0", "division-by-zero", "n % 0"],
    ["0 ** -1", "out-of-domain", "0 ** -1"],
    ["(-8) ** 0.5", "out-of-domain", "(-8) ** 0.5"],
    ["log(0)", "out-of-domain", "log(0)"],
    ["sqrt(-n)", "out-of-domain", "sqrt(-n)"],
    ["exp(1000)", "overflow", "exp(1000)"],
    ["10 ** 308 * 10", "overflow", "10 ** 308 * 10"],
    ["n in [1, metrics.missing]", "null-value", "metrics.missing"],
    ["null == null", "null-value", "null"],
  ])("%s is null: %s", (text, reason, at) => {
    expect(evaluate(text)).toEqual({ value: null, reasons: [{ reason, at }] });
  });

  it("names every part that made it null, once", () => {
    expect(evaluate("metrics.missing + metrics.bad + metrics.missing").reasons).toEqual([
      { reason: "null-value", at: "metrics.missing" },
      { reason: "not-finite", at: "metrics.bad" },
    ]);
  });

  it.each([
    ["metrics.f2", "EXPRESSION_NAME_UNKNOWN"],
    ["nn", "EXPRESSION_NAME_UNKNOWN"],
    ["toString", "EXPRESSION_NAME_UNKNOWN"],
    ["name.length", "EXPRESSION_NAME_UNKNOWN"],
    ["metrics", "EXPRESSION_VALUE"],
    ["name + 1", "EXPRESSION_TYPE"],
    ["n and true", "EXPRESSION_TYPE"],
    ["false and n", "EXPRESSION_TYPE"],
    ["name < 1", "EXPRESSION_TYPE"],
    ["abs(n, n)", "EXPRESSION_TYPE"],
  ])("refuses %s with %s", (text, code) => {
    let thrown: unknown;
    try {
      evaluate(text);
    } catch (error) {
      thrown = error;
    }
    expect(isMlopsError(thrown) && thrown.code).toBe(code);
  });

  it("suggests the nearest value", () => {
    expect(() => evaluate("metrics.f2")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("Did you mean metrics.f1?") }),
    );
  });

  it("reaches own properties of plain objects only", () => {
    class Loaded {
      secret = 1;
    }
    const data = { loaded: new Loaded(), list: [1], "a.b": 1 } as unknown as ExpressionValues;
    for (const text of ["loaded.secret", "list.length", "a.b"]) {
      expect(() => evaluate(text, data), text).toThrow(/There is no value/);
    }
    const polluted = JSON.parse('{"__proto__": {"f1": 1}}') as ExpressionValues;
    expect(() => evaluateExpression({ kind: "name", name: "__proto__.f1" }, polluted)).toThrow(/There is no value/);
  });
});
