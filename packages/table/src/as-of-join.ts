import { MlopsError } from "@mlops/core";

import { cellAt, type Column } from "./column.ts";
import { combine, sharedKeys } from "./join.ts";
import { compareCells } from "./sort.ts";
import type { Table } from "./table.ts";

export interface AsOfJoinOptions {
  /** The ordered column (instant or number) of the left table, and of the right one unless `rightOn` names another. */
  readonly on: string;
  readonly rightOn?: string;
  /** Columns that must be equal, of the same name and type in both tables. */
  readonly by?: readonly string[];
  /** How far back a match may lie, inclusive, in the column's unit (milliseconds for instants). Default: any distance. */
  readonly tolerance?: number;
  /** Whether a right row at the very same value matches. Default true. */
  readonly allowExact?: boolean;
  readonly suffix?: string;
}

/**
 * Joins each left row with the latest right row that is not after it (backward). Neither table needs to be sorted; every
 * left row stays, in its place, with nulls where nothing matches. Of right rows at the same value the last one counts.
 * Rows whose ordered value is null or NaN match nothing.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN, TABLE_TYPE_MISMATCH, TABLE_COLUMN_DUPLICATE
 */
export function asOfJoin(left: Table, right: Table, options: AsOfJoinOptions): Table {
  const { on, rightOn = on, by = [], tolerance, allowExact = true } = options;
  const leftOn = left.column(on);
  const rightValues = right.column(rightOn);
  assertOrdered(on, leftOn, rightValues);
  const { leftCodes, rightGroups } = sharedKeys(left, right, by);
  const sorted = rightGroups.map((group) => sortedByValue(group, rightValues));
  const matches = Int32Array.from({ length: left.rowCount }, (_, row) => {
    const value = orderedValue(leftOn, row);
    const group = sorted[leftCodes[row] ?? -1];
    if (value === null || group === undefined) return -1;
    const match = lastNotAfter(group, value, allowExact);
    if (match === undefined) return -1;
    return tolerance === undefined || distance(value, match.value) <= tolerance ? match.row : -1;
  });
  const added = right.without(by.includes(rightOn) || rightOn !== on ? by : [...by, rightOn]);
  return combine(left, added, matches, options.suffix);
}

type Ordered = number | bigint;
interface Entry {
  readonly row: number;
  readonly value: Ordered;
}

function assertOrdered(name: string, left: Column, right: Column): void {
  if (left.type === right.type && left.type !== "string" && left.type !== "bool") return;
  throw new MlopsError(
    "TABLE_TYPE_MISMATCH",
    `The as-of join on "${name}" needs instants or numbers of one type, not ${left.type} and ${right.type}.`,
    { details: { column: name, types: [left.type, right.type] } },
  );
}

function orderedValue(column: Column, row: number): Ordered | null {
  const value = cellAt(column, row);
  if (typeof value === "bigint") return value;
  return typeof value === "number" && !Number.isNaN(value) ? value : null;
}

function sortedByValue(rows: Int32Array, column: Column): readonly Entry[] {
  const entries: Entry[] = [];
  for (const row of rows) {
    const value = orderedValue(column, row);
    if (value !== null) entries.push({ row, value });
  }
  return entries.sort((a, b) => compareCells(a.value, b.value) || a.row - b.row);
}

function lastNotAfter(entries: readonly Entry[], value: Ordered, allowExact: boolean): Entry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = entries[middle]?.value ?? value;
    if (candidate < value || (allowExact && candidate === value)) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}

function distance(later: Ordered, earlier: Ordered): Ordered {
  return typeof later === "bigint" && typeof earlier === "bigint" ? later - earlier : Number(later) - Number(earlier);
}
