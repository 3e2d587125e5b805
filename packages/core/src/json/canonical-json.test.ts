import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalJson } from "./canonical-json.ts";
import { nullifyNonFinite } from "./non-finite.ts";

const doubleOf = (hexadecimal: string): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hexadecimal}`));
  return view.getFloat64(0);
};
const notJson = expect.objectContaining({ code: "VALUE_NOT_JSON" }) as Error;

describe("RFC 8785", () => {
  // Appendix B of the RFC.
  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("the double %s is %s", (hexadecimal, text) => {
    expect(canonicalJson(doubleOf(hexadecimal))).toBe(text);
  });

  test.each(["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])(
    "the double %s has no form",
    (hexadecimal) => {
      expect(() => canonicalJson(doubleOf(hexadecimal))).toThrow(notJson);
    },
  );

  test("section 3.2.2: literals, escapes and numbers", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test("section 3.2.3: members are sorted by UTF-16 code units", () => {
    const keys = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text) as object).filter((key) => key !== "1")).toEqual([
      "\r",
      "\u0080",
      "\u00f6",
      "\u20ac",
      "\u{1f600}",
      "\ufb33",
    ]);
    expect(text).toMatch(/^\{"\\r":0,"1":0,/);
  });
});

describe("canonical JSON", () => {
  test("reads back as the same value, and again to the same text", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        const back: unknown = JSON.parse(text);
        expect(back).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(back)).toBe(text);
      }),
    );
  });

  test("the order of members does not matter", () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string({ unit: "grapheme" }), fc.jsonValue()), {
      selector: ([key]) => key,
    });
    fc.assert(
      fc.property(entries, (list) => {
        const reversed = Object.fromEntries(list.toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(Object.fromEntries(list)));
      }),
    );
  });

  test.each([
    ["a hole in an array", Array<number>(2), "$[0]"],
    ["undefined in an array", [undefined], "$[0]"],
    ["a bigint", { a: [1n] }, "$.a[0]"],
    ["a function", { a: () => 0 }, "$.a"],
    ["a date", { a: { b: new Date(0) } }, "$.a.b"],
    ["a map", new Map(), "$"],
    ["an object of a class without a name", Object.create(Object.create(null) as object) as object, "$"],
    ["a lone surrogate", { a: "\ud800" }, "$.a"],
    ["a lone surrogate in a key", { "\udc00": 1 }, "$"],
    ["NaN", [[Number.NaN]], "$[0][0]"],
  ])("%s is refused with its path", (_name, value, path) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({ code: "VALUE_NOT_JSON", details: { path } }) as Error,
    );
  });

  test("a cycle is refused, a value that is used twice is not", () => {
    const shared = { x: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"x":1},{"x":1}]');
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(() => canonicalJson(cycle)).toThrow(notJson);
  });

  test("undefined members are left out, a member named __proto__ is kept", () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });
});

test("non-finite numbers become null with their paths", () => {
  const value = { a: [1, Number.NaN], b: { c: -Infinity, d: null }, e: Infinity };
  expect(nullifyNonFinite(value)).toEqual({
    value: { a: [1, null], b: { c: null, d: null }, e: null },
    reasons: [
      { path: "$.a[1]", value: "NaN" },
      { path: "$.b.c", value: "-Infinity" },
      { path: "$.e", value: "Infinity" },
    ],
  });
});
