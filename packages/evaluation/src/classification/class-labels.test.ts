import { describe, expect, it } from "vitest";

import { encodeLabels, positiveCode, sortClasses } from "./class-labels.ts";
import { classReport } from "./class-report.ts";

describe("sortClasses", () => {
  it("sorts as numpy.unique: numbers by size, false first, texts by code point", () => {
    expect(sortClasses([10, 9, -1, 10])).toEqual([-1, 9, 10]);
    expect(sortClasses([true, false])).toEqual([false, true]);
    expect(sortClasses(["b", "a", "B", "10", "9", "", "é", "ab"])).toEqual(["", "10", "9", "B", "a", "ab", "b", "é"]);
    // U+1F600 is above U+FF5E, though its first UTF-16 unit is below.
    expect(sortClasses(["\u{1F600}", "\u{FF5E}"])).toEqual(["\u{FF5E}", "\u{1F600}"]);
  });

  it("refuses labels of mixed types and numbers that are none", () => {
    expect(() => sortClasses([1, "1"])).toThrow("of mixed types: number and string");
    expect(() => sortClasses([1, Number.NaN])).toThrow("A class label is NaN");
  });
});

describe("encodeLabels", () => {
  it("gives positions among the classes, whether or not all occur", () => {
    expect(encodeLabels(["b", "a", "b"])).toEqual({ classes: ["a", "b"], codes: Int32Array.of(1, 0, 1) });
    expect(encodeLabels(["b"], ["a", "b", "c"]).codes).toEqual(Int32Array.of(1));
    expect(() => encodeLabels(["b", "d"], ["a", "b"])).toThrow('Row 1 is of class "d", which is none of ["a","b"]');
  });
});

describe("positiveCode", () => {
  it("is the named class, else the last of two", () => {
    expect(positiveCode(["no", "yes"])).toBe(1);
    expect(positiveCode(["no", "yes"], "no")).toBe(0);
    expect(positiveCode([1, 2, 3], 2)).toBe(1);
    expect(() => positiveCode([1, 2, 3])).toThrow("One of 3 classes has to be named");
    expect(() => positiveCode([1, 2], "1")).toThrow('no class "1"');
  });
});

describe("classReport", () => {
  const names = (classes: readonly string[]) =>
    Object.keys(classReport({ classes, truth: Int32Array.of(0, 1), predicted: Int32Array.of(0, 1) })).filter((name) =>
      name.endsWith("_f1"),
    );

  it("joins words of a label, unless two classes would share a name", () => {
    expect(names(["much risk ", "b\tc"])).toEqual(["class_much_risk__f1", "class_b_c_f1"]);
    expect(names(["a b", "a_b"])).toEqual(["class_a b_f1", "class_a_b_f1"]);
  });
});
