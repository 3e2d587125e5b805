import { MlopsError } from "@mlops/core";

import { concatColumns, takeColumn } from "./column-operations.ts";
import type { Column } from "./column.ts";
import { type KeyCodes, keyCodes, rowsByCode } from "./key-codes.ts";
import { Table } from "./table.ts";
import { isValid } from "./validity.ts";

export interface JoinOptions {
  /** Key columns, of the same name and type in both tables. */
  readonly on: readonly string[];
  /** `inner` (default) keeps matching pairs; `left` keeps every left row, with nulls where nothing matches. */
  readonly how?: "inner" | "left";
  /** Appended to right columns whose name the left table has too; without it such names are an error. */
  readonly suffix?: string;
}

/**
 * Joins by equal keys. Rows stand in the left table's order, several matches of one row in the right table's order.
 * A key with a null matches nothing, as in SQL; NaN equals NaN.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN, TABLE_TYPE_MISMATCH, TABLE_COLUMN_DUPLICATE
 */
export function joinTables(left: Table, right: Table, options: JoinOptions): Table {
  const { leftCodes, rightGroups } = sharedKeys(left, right, options.on);
  const leftRows: number[] = [];
  const rightRows: number[] = [];
  for (let row = 0; row < left.rowCount; row += 1) {
    const matches = rightGroups[leftCodes[row] ?? -1] ?? new Int32Array(0);
    for (const match of matches) {
      leftRows.push(row);
      rightRows.push(match);
    }
    if (matches.length === 0 && options.how === "left") {
      leftRows.push(row);
      rightRows.push(-1);
    }
  }
  return combine(left.take(leftRows), right.without(options.on), Int32Array.from(rightRows), options.suffix);
}

/** Left rows' key codes (−1 for a key with a null) and the right rows of each code, in row order. */
export function sharedKeys(
  left: Table,
  right: Table,
  on: readonly string[],
): { readonly leftCodes: Int32Array; readonly rightGroups: readonly Int32Array[] } {
  const total = left.rowCount + right.rowCount;
  const columns = on.map((name) => concatColumns(name, [left.column(name), right.column(name)]));
  const shared = withoutNullKeys(keyCodes(columns, total), columns);
  const rightPart = shared.codes.subarray(left.rowCount);
  const present: number[] = [];
  const rightCodes: number[] = [];
  for (const [row, code] of rightPart.entries()) {
    if (code < 0) continue;
    present.push(row);
    rightCodes.push(code);
  }
  const rightGroups = rowsByCode({ codes: Int32Array.from(rightCodes), count: shared.count, firstRows: [] }).map(
    (group) => group.map((index) => present[index] ?? 0),
  );
  return { leftCodes: shared.codes.subarray(0, left.rowCount), rightGroups };
}

function withoutNullKeys(keys: KeyCodes, columns: readonly Column[]): KeyCodes {
  const codes = keys.codes.map((code, row) => (columns.every((column) => isValid(column.validity, row)) ? code : -1));
  return { ...keys, codes };
}

/** The left rows beside the right ones at `rightRows` (−1: none). */
export function combine(left: Table, right: Table, rightRows: Int32Array, suffix: string | undefined): Table {
  const added = [...right].map(([name, column]) => {
    const taken = left.has(name) && suffix !== undefined ? `${name}${suffix}` : name;
    if (left.has(taken)) {
      throw new MlopsError("TABLE_COLUMN_DUPLICATE", `Both tables of the join have a column "${taken}".`, {
        hint: "Rename one of them, leave it out, or give the join a suffix for the right table's columns.",
        details: { column: taken },
      });
    }
    return [taken, takeColumn(column, rightRows)] as const;
  });
  return Table.fromColumns([...left, ...added], left.rowCount);
}
