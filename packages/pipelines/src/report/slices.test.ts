import { Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { sliceRows } from "./slices.ts";

const rows = Array.from({ length: 120 }, (_, row) => ({
  sex: row % 2 === 0 ? "F" : "M",
  age: row,
  noise: `n${row % 3}`,
  rare: row === 5 ? "once" : "usual",
  gap: row % 4 === 0 ? null : 1,
}));
const table = Table.fromRows(
  [
    { name: "sex", type: "string" },
    { name: "age", type: "float64" },
    { name: "noise", type: "string" },
    { name: "rare", type: "string" },
    { name: "gap", type: "float64" },
  ],
  rows,
);
/** Errors grow with age. */
const errors = Float64Array.from(rows, ({ age }) => age / 10);

describe("slices", () => {
  const slices = sliceRows(table, table.columnNames, ["sex"], errors);
  const of = (column: string) => slices.filter((slice) => slice.column === column);

  it("begin with the protected columns, then those that tell errors apart", () => {
    expect(slices[0]?.column).toBe("sex");
    expect(slices.find(({ column }) => column !== "sex")?.column).toBe("age");
  });
  it("part numbers at their quartiles, every row once", () => {
    expect(of("age").map(({ slice }) => slice)).toEqual(["≤ 29", "29 – 59", "59 – 89", "> 89"]);
    expect(
      of("age")
        .flatMap(({ rows: own }) => [...own])
        .toSorted((a, b) => a - b),
    ).toEqual(rows.map((_, row) => row));
  });
  it("name missing values and leave out what is too rare to be measured", () => {
    expect(of("gap").map(({ slice, rows: own }) => [slice, own.length])).toEqual([
      ["1", 90],
      ["missing", 30],
    ]);
    expect(of("rare")).toEqual([]);
  });
});
