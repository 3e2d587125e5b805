import { type CellValue, type DataType, Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { readLabels, readNumericTarget } from "./labels.ts";

function table(type: DataType, values: readonly CellValue[]): Table {
  return Table.fromRows(
    [{ name: "y", type }],
    values.map((y) => ({ y })),
  );
}

describe("readLabels", () => {
  it.each<[DataType, CellValue[], unknown[], number[]]>([
    ["string", ["b", "\u{1F327}", "a", "\u{FF21}", "b"], ["a", "b", "\u{FF21}", "\u{1F327}"], [1, 3, 0, 2, 1]],
    ["string", ["10", "9", "2"], ["10", "2", "9"], [0, 2, 1]],
    ["float64", [10, -1, 2.5, -0, 0], [-1, 0, 2.5, 10], [3, 0, 2, 1, 1]],
    ["int64", [10n, 9n], [9, 10], [1, 0]],
    ["bool", [true, false, true], [false, true], [1, 0, 1]],
    ["string", ["e\u{301}", "\u{e9}"], ["\u{e9}"], [0, 0]],
  ])("sorts the classes of %s as scikit-learn does", (type, values, classes, codes) => {
    const labels = readLabels(table(type, values), "y");
    expect(labels.classes).toEqual(classes);
    expect([...labels.codes]).toEqual(codes);
  });

  it.each<[DataType, CellValue[], string]>([
    ["string", ["a", null, ""], 'Rows 1, 2 of the target "y" have no label.'],
    ["float64", [1, 2, Number.NaN], 'Row 2 of the target "y" has no label.'],
    ["bool", [null, ...Array.from({ length: 7 }, () => null)], "Rows 0, 1, 2, 3, 4 and 3 more"],
    ["instant", [0], 'The target "y" holds instant'],
    ["int64", [2n ** 53n + 1n], 'The target "y" holds int64'],
  ])("refuses %s: %#", (type, values, message) => {
    expect(() => readLabels(table(type, values), "y")).toThrow(
      expect.objectContaining({ code: "LABEL_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("codes other parts by the classes of training and refuses unseen ones", () => {
    expect([...readLabels(table("string", ["b"]), "y", ["a", "b"]).codes]).toEqual([1]);
    expect(() => readLabels(table("string", ["b", "c"]), "y", ["a", "b"])).toThrow(
      'Row 1 of the target "y" has a label that training did not see.',
    );
  });

  it("names the column that was probably meant", () => {
    expect(() => readLabels(table("bool", [true]), "Y")).toThrow(
      expect.objectContaining({ code: "TABLE_COLUMN_UNKNOWN", hint: 'Did you mean "y"?' }),
    );
  });
});

describe("readNumericTarget", () => {
  it("gives doubles of every number type", () => {
    expect([...readNumericTarget(table("int64", [1n, -3n]), "y").values]).toEqual([1, -3]);
    expect([...readNumericTarget(table("float32", [0.5]), "y").values]).toEqual([0.5]);
  });

  it("refuses what is missing, infinite or no number", () => {
    expect(() => readNumericTarget(table("float64", [1, null, Number.POSITIVE_INFINITY]), "y")).toThrow(
      'Rows 1, 2 of the target "y" have no finite number.',
    );
    expect(() => readNumericTarget(table("string", ["1"]), "y")).toThrow("holds string; numbers are needed");
  });
});
