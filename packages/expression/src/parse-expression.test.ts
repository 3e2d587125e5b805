import { isMlopsError } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { parseExpression } from "./parse-expression.ts";
import { printExpression } from "./print-expression.ts";
import { references } from "./references.ts";

function failureOf(text: string, origin?: string): { message: string; hint: string; code: string } {
  try {
    parseExpression(text, origin === undefined ? {} : { origin });
  } catch (error) {
    if (isMlopsError(error)) return { message: error.message, hint: error.hint, code: error.code };
    throw error;
  }
  throw new Error(`${text} was read`);
}

const reprinted = (text: string): string => printExpression(parseExpression(text).expression);

describe("parseExpression", () => {
  it.each([
    ["1+2*3", "1 + 2 * 3"],
    ["(1+2)*3", "(1 + 2) * 3"],
    ["1-(2-3)", "1 - (2 - 3)"],
    ["(1-2)-3", "1 - 2 - 3"],
    ["2**3**4", "2 ** 3 ** 4"],
    ["(2**3)**4", "(2 ** 3) ** 4"],
    ["-2**2", "-2 ** 2"],
    ["(-2)**2", "(-2) ** 2"],
    ["2**-1", "2 ** -1"],
    ["--a", "--a"],
    ["a||b&&c", "a or b and c"],
    ["(a||b)&&!c", "(a or b) and not c"],
    ["not a == b", "not a == b"],
    ["!a == b", "(not a) == b"],
    ["not (a and b)", "not (a and b)"],
    ["a not in ['x', \"y\"]", 'a not in ["x", "y"]'],
    ["not a in [1]", "a not in [1]"],
    ["(a < b) == (c < d)", "(a < b) == (c < d)"],
    ["a in []", "a in []"],
    ["min( a , 1e-5 )", "min(a, 0.00001)"],
    ["'\\u00e9\\n\\''", '"é\\n\'"'],
    ["notebook.android + in_use", "notebook.android + in_use"],
    ["기온.최고 >\n 30", "기온.최고 > 30"],
  ])("reads %s as %s", (text, printed) => {
    expect(reprinted(text)).toBe(printed);
  });

  it("keeps -2**2 and (-2)**2 apart", () => {
    expect(parseExpression("-2**2").expression).toMatchObject({ kind: "unary" });
    expect(parseExpression("(-2)**2").expression).toMatchObject({ kind: "binary" });
  });

  it("shows line, column and a caret, with the origin where it is told", () => {
    const { message } = failureOf("metrics.f1 > 0.7\n  and metrics.n >", "recipes/gate.yaml:12");
    expect(message).toBe(
      "The expression ends where a value should stand (recipes/gate.yaml:12, line 2, column 18)\n" +
        "    and metrics.n >\n" +
        `${" ".repeat(19)}^`,
    );
    expect(failureOf("기온 = 3").message).toBe('"=" is no operator here (line 1, column 4)\n  기온 = 3\n     ^');
  });

  it.each([
    ["", "ends where a value should stand"],
    ["1 +", "ends where a value should stand"],
    ["(1 + 2", 'Expected ")"'],
    ["1 2", "Expected an operator or the end"],
    ["a AND b", "Expected an operator or the end", "Write `and` in small letters."],
    ["0 < a < 1", "Two comparisons in a row", "Write `0 < a and a < …`"],
    ["a == b != c", "Two comparisons in a row", "Write `a == b and b != …`"],
    ["a in [1] in [true]", "Two comparisons in a row", "Write `(a in [1]) in …`"],
    ["a = 1", '"=" is no operator here', "Write `==`"],
    ["a === 1", '"===" is no operator here', "Write `==`"],
    ["a <> 1", '"<>" is no operator here', "Write `!=`"],
    ["a & b", '"&" is no operator here', "Write `and`"],
    ["a ^ 2", '"^" is no operator here', "Write `**`"],
    ["a ? 1 : 2", '"?" is no operator here', "no conditional"],
    ["a in (1, 2)", "Expected a list after `in`", "square brackets"],
    ["[1]", "A list stands only after `in`"],
    ["a[0]", "Lists are not indexed"],
    ["a == not b", "`not` needs brackets here"],
    ["'abc", "A text is not closed", "Close it by '"],
    ["'a\\qb'", "\\q is no escape"],
    ["'\\ud800'", "half of a surrogate pair"],
    ["2x", "A number runs into a name"],
    ["1e999", "1e999 is too large for a number"],
    ["a..b", 'A stray "."'],
    ["#", 'The character "#" has no meaning here'],
    ["and a", 'Expected a value before "and"'],
  ])("refuses %s: %s", (text, message, hint = "") => {
    const failure = failureOf(text);
    expect(failure.code).toBe("EXPRESSION_SYNTAX");
    expect(failure.message).toContain(message);
    expect(failure.hint).toContain(hint);
  });

  it.each(["__proto__", "a.constructor", "prototype.x", "a.__defineGetter__", "constructor.constructor"])(
    "refuses the name %s",
    (text) => {
      expect(failureOf(text)).toMatchObject({ code: "EXPRESSION_NAME_UNKNOWN" });
    },
  );

  it("knows no functions but its own", () => {
    expect(failureOf("mim(1, 2)").hint).toContain("Did you mean min?");
    for (const name of ["eval", "toString", "constructor", "hasOwnProperty", "metrics.map"]) {
      expect(failureOf(`${name}(1)`)).toMatchObject({ code: "EXPRESSION_NAME_UNKNOWN" });
    }
  });

  it("cuts a long line around the place", () => {
    const { message } = failureOf(`${"a + ".repeat(100)}? + ${"b + ".repeat(100)}b`);
    const [, line = "", caret = ""] = message.split("\n");
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf("^")]).toBe("?");
  });
});

describe("references", () => {
  it("lists each name once, in the order of use", () => {
    const { expression } = parseExpression("b.x > 1 and (a in [c, b.x] or is_null(d)) or not a");
    expect(references(expression)).toEqual(["b.x", "a", "c", "d"]);
    expect(references(parseExpression("1 < 2").expression)).toEqual([]);
  });
});
