import { isMlopsError } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { checkExpression, type ExpressionScope } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";

const scope: ExpressionScope = {
  "metrics.f1": ["number", "null"],
  "metrics.n": "number",
  name: "string",
  ready: "boolean",
  setting: ["number", "string"],
};

const typesOf = (text: string) => checkExpression(parseExpression(text), scope);

function failureOf(text: string): { message: string; hint: string; code: string } {
  try {
    checkExpression(parseExpression(text), scope, { expect: "boolean" });
  } catch (error) {
    if (isMlopsError(error)) return { message: error.message, hint: error.hint, code: error.code };
    throw error;
  }
  throw new Error(`${text} passed`);
}

describe("checkExpression", () => {
  it.each([
    ["metrics.n", ["number"]],
    ["metrics.n + 1", ["null", "number"]],
    ["metrics.n > 1", ["boolean"]],
    ["metrics.f1 > 1", ["boolean", "null"]],
    ["is_null(metrics.f1)", ["boolean"]],
    ["coalesce(metrics.f1, 0)", ["number"]],
    ["coalesce(metrics.f1, null)", ["null", "number"]],
    ["metrics.f1 in [1, 2] or ready", ["boolean", "null"]],
    ["setting == 3 and setting == 'auto'", ["boolean"]],
    ["name", ["string"]],
  ])("gives the types of %s", (text, types) => {
    expect(typesOf(text)).toEqual(types);
  });

  it("says line, column, caret and the nearest name", () => {
    const failure = failureOf("ready and metrics.f2 > 1");
    expect(failure.message).toBe(
      'There is no "metrics.f2" here (line 1, column 11)\n  ready and metrics.f2 > 1\n            ^^^^^^^^^^',
    );
    expect(failure.hint).toBe("Did you mean metrics.f1? Known: metrics.f1, metrics.n, name, ready, setting.");
    expect(failure.code).toBe("EXPRESSION_NAME_UNKNOWN");
  });

  it.each([
    ["name + 1 > 2", "Expected a number, this is string"],
    ["metrics.n and ready", "Expected a boolean, this is number"],
    ["not name", "Expected a boolean, this is string"],
    ["name == 1", "string and number are never equal"],
    ["name in [1, 2]", "string and number are never equal"],
    ["name < 3", "Only two numbers or two texts have an order"],
    ["ready < true", "Only two numbers or two texts have an order"],
    ["setting < 3", "Only two numbers or two texts have an order"],
    ["metrics.f1 == null", "A comparison with null is always null"],
    ["null < null", "A comparison with null is always null"],
    ["abs(1, 2) > 1", "abs takes 1 argument, not 2"],
    ["min() > 1", "min takes 1 to 64 arguments, not 0"],
    ["coalesce(1) > 1", "coalesce takes 2 to 64 arguments, not 1"],
    ["log(name) > 1", "Expected a number, this is string"],
    ["metrics.n", "This has to give a boolean, it gives number"],
    ["null", "This has to give a boolean, it gives null"],
    ["coalesce(ready, 1)", "Expected a boolean, this is boolean or number"],
  ])("refuses %s", (text, message) => {
    expect(failureOf(text)).toMatchObject({ code: "EXPRESSION_TYPE", message: expect.stringContaining(message) });
  });

  it("places errors of an expression without text in its printed form", () => {
    const { expression } = parseExpression("ready   and   (nam == 'x')");
    expect(() => checkExpression(expression, scope)).toThrow(/column 11\)\n {2}ready and nam == "x"\n {12}\^\^\^$/);
  });

  it("sees only own names of the scope", () => {
    expect(() => checkExpression({ kind: "name", name: "toString" }, scope)).toThrow('There is no "toString" here');
  });
});
