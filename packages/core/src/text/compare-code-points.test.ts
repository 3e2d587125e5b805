import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareCodePoints } from "./compare-code-points.ts";

function oracle(a: string, b: string): number {
  const [left, right] = [Array.from(a, pointOf), Array.from(b, pointOf)];
  const at = left.findIndex((point, index) => point !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? -1) - (right[at] ?? -1);
}

const pointOf = (character: string): number => character.codePointAt(0) ?? 0;

describe("compareCodePoints", () => {
  it("puts emoji after private-use and full-width characters, unlike UTF-16 order", () => {
    const texts = ["\u{1F327}", "\u{FF21}", "서울", "a", "Z", ""];
    expect(texts.toSorted(compareCodePoints)).toEqual(["", "Z", "a", "서울", "\u{FF21}", "\u{1F327}"]);
  });

  it("agrees with comparison of code points", () => {
    const text = fc.string({ unit: "binary", maxLength: 4 });
    const agrees = fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(oracle(a, b)));
    });
    fc.assert(agrees);
  });
});
