import { type DataType, type CellValue, Table } from "@mlops/table";
import { describe, expect, it } from "vitest";

import { detectColumns } from "./detect-columns.ts";

const count = 30;

function detect(name: string, type: DataType, value: (row: number) => CellValue, rows = count) {
  const table = Table.fromRows(
    [{ name, type }],
    Array.from({ length: rows }, (_, row) => ({ [name]: value(row) })),
  );
  return detectColumns(table)[0];
}

describe("detectColumns", () => {
  it.each<[DataType, (row: number) => CellValue, string]>([
    ["float64", (row) => row * 1.5, "numeric"],
    ["int64", (row) => BigInt(row % 7), "numeric"],
    ["bool", (row) => row % 2 === 0, "boolean"],
    ["string", (row) => `c${row % 3}`, "string"],
    ["instant", (row) => row * 1000, "instant"],
  ])("%s columns", (type, value, detected) => {
    expect(detect("x", type, value)).toMatchObject({ type: detected, constant: false, idLike: false, missing: 0 });
  });

  it("counts nulls, NaN and empty texts as missing", () => {
    expect(detect("x", "float64", (row) => [null, Number.NaN, 1][row % 3] ?? null)).toMatchObject({
      missing: 20,
      distinct: 1,
      constant: true,
    });
    expect(detect("x", "string", () => "")).toMatchObject({ missing: count, distinct: 0, constant: true });
  });

  it.each<[string, DataType, (row: number) => CellValue, boolean]>([
    ["customer", "string", (row) => `c${row}`, true],
    ["row", "int32", (row) => 1000 + row, true],
    ["user_id", "int64", (row) => BigInt(row * 17), true],
    ["userId", "float64", (row) => row * 17, true],
    ["ID", "int32", (row) => row * 17, true],
    ["paid", "int32", (row) => row * 17, false],
    ["amount", "float64", (row) => row + 0.5, false],
    ["user_id", "int32", (row) => row % 10, false],
    ["user_id", "string", (row) => (row === 3 ? null : `c${row}`), false],
  ])("%s (%s) names its rows or not", (name, type, value, idLike) => {
    expect(detect(name, type, value)?.idLike).toBe(idLike);
  });

  it("takes no column of a small table for an identifier", () => {
    expect(detect("user_id", "string", (row) => `c${row}`, 19)?.idLike).toBe(false);
    expect(detect("user_id", "string", (row) => `c${row}`, 20)?.idLike).toBe(true);
  });
});
