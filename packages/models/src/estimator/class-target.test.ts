import { describe, expect, it } from "vitest";

import { classTarget } from "./class-target.ts";

describe("classTarget", () => {
  it("sorts classes as numpy does", () => {
    expect(classTarget([10, 9, -1, 10])).toEqual({
      kind: "classes",
      classes: [-1, 9, 10],
      codes: Int32Array.of(2, 1, 0, 2),
    });
    expect(classTarget([true, false]).classes).toEqual([false, true]);
    expect(classTarget(["b", "", "B", "ab", "a"]).classes).toEqual(["", "B", "a", "ab", "b"]);
    // By code point: U+FF5E stands before U+1F600, whose first code unit is smaller.
    expect(classTarget(["\u{1F600}", "\uFF5E"]).classes).toEqual(["\uFF5E", "\u{1F600}"]);
  });

  it("refuses labels of several types and numbers that are none", () => {
    expect(() => classTarget(["1", 1])).toThrow("several types: string, number");
    expect(() => classTarget([1, Number.NaN])).toThrow("The label is NaN in row 1");
  });
});
