import { cellAt, type Column } from "./column.ts";
import type { CellValue } from "./data-type.ts";
import type { Table } from "./table.ts";

export interface SortKey {
  readonly column: string;
  /** Default false. Nulls stay where `nulls` says in either direction. */
  readonly descending?: boolean;
  /** Default `last`. */
  readonly nulls?: "first" | "last";
}

/**
 * Stable sort by the keys in order. Numbers ascend with NaN above every other number, texts compare by UTF-16 code
 * units (the same on every machine), false before true.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN
 */
export function sortTable(table: Table, keys: readonly (SortKey | string)[]): Table {
  const comparisons = keys.map((key) => {
    const { column, descending = false, nulls = "last" } = typeof key === "string" ? { column: key } : key;
    return rowComparison(table.column(column), descending, nulls);
  });
  const order = Array.from({ length: table.rowCount }, (_, row) => row);
  order.sort((a, b) => {
    for (const compare of comparisons) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return a - b;
  });
  return table.take(order);
}

function rowComparison(column: Column, descending: boolean, nulls: "first" | "last"): (a: number, b: number) => number {
  const nullSign = nulls === "first" ? -1 : 1;
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const x = cellAt(column, a);
    const y = cellAt(column, b);
    if (x === null || y === null) return x === y ? 0 : x === null ? nullSign : -nullSign;
    return sign * compareCells(x, y);
  };
}

/** Total order of two cells of one type; NaN is the greatest number and equals itself. */
export function compareCells(x: Exclude<CellValue, null>, y: Exclude<CellValue, null>): number {
  if (x < y) return -1;
  if (x > y) return 1;
  const xIsNaN = Number.isNaN(x);
  const yIsNaN = Number.isNaN(y);
  return xIsNaN === yIsNaN ? 0 : xIsNaN ? 1 : -1;
}
