import { type Column, makeColumn, Table, validityOf } from "@mlops/table";

import type { ComparedColumn, ComparedTables } from "./compared-columns.ts";

/** Rows of one side as a table of numbers and texts: the same types whichever file they came from. */
export function sideTable(tables: ComparedTables, side: "real" | "synthetic" | "holdout", rows: Int32Array): Table {
  return Table.fromColumns(
    tables.columns.map((column) => [column.name, columnOf(column, side, rows)] as const),
    rows.length,
  );
}

function columnOf(column: ComparedColumn, side: "real" | "synthetic" | "holdout", rows: Int32Array): Column {
  if (column.shape === "continuous") {
    const values = Float64Array.from(rows, (row) => column[side][row] ?? Number.NaN);
    return makeColumn(
      "float64",
      values,
      validityOf(rows.length, (row) => !Number.isNaN(values[row])),
    );
  }
  const codes = Int32Array.from(rows, (row) => column[side][row] ?? -1);
  const valid = validityOf(rows.length, (row) => (codes[row] ?? -1) >= 0);
  return makeColumn(
    "string",
    codes.map((code) => Math.max(code, 0)),
    valid,
    column.levels,
  );
}
