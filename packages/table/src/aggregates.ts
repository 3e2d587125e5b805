import { MlopsError } from "@mlops/core";

import { cellAt, type Column } from "./column.ts";
import type { CellValue, DataType } from "./data-type.ts";
import { compareCells } from "./sort.ts";

/**
 * What a group's cells become. Nulls are left out by all of them; NaN is a value and spreads (a sum, mean, minimum,
 * maximum, median or deviation over a NaN is NaN). Over no value at all, `count` and `count_distinct` are 0 and the
 * others null.
 *
 * `std` is the sample deviation (n − 1), null for a single value; `sum` and `mean` add by Neumaier's compensated
 * summation; `median` of an even number is the mean of the middle two; `first` and `last` follow the row order.
 */
export const aggregateNames = [
  "count",
  "count_distinct",
  "sum",
  "mean",
  "std",
  "min",
  "max",
  "median",
  "first",
  "last",
] as const;

export type AggregateName = (typeof aggregateNames)[number];
type Cell = Exclude<CellValue, null>;

const keepsType: ReadonlySet<AggregateName> = new Set(["min", "max", "first", "last"]);

/**
 * The type of an aggregate's column.
 *
 * @throws MlopsError TABLE_TYPE_MISMATCH for arithmetic on texts, booleans or instants
 */
export function aggregateType(name: AggregateName, column: string, type: DataType): DataType {
  if (name === "count" || name === "count_distinct") return "int32";
  if (keepsType.has(name) || (name === "sum" && type === "int64")) return type;
  if (type === "float64" || type === "float32" || type === "int32" || type === "int64") return "float64";
  throw new MlopsError("TABLE_TYPE_MISMATCH", `${name} needs numbers, column "${column}" is ${type}.`, {
    details: { column, type, aggregate: name },
  });
}

/** One aggregate over the rows of a group. @throws MlopsError TABLE_INTEGER_OVERFLOW */
export function aggregate(name: AggregateName, column: Column, rows: Int32Array): CellValue {
  const cells: Cell[] = [];
  for (const row of rows) {
    const cell = cellAt(column, row);
    if (cell !== null) cells.push(cell);
  }
  return reductions[name](cells);
}

const reductions: Readonly<Record<AggregateName, (cells: readonly Cell[]) => CellValue>> = {
  count: (cells) => cells.length,
  count_distinct: (cells) => new Set(cells).size,
  sum: (cells) => (typeof cells[0] === "bigint" ? sumOfBigints(cells) : sumOrNull(cells.map(Number))),
  mean: (cells) => mean(cells.map(Number)),
  std: (cells) => deviation(cells.map(Number)),
  min: (cells) => extreme(cells, -1),
  max: (cells) => extreme(cells, 1),
  median: (cells) => median(cells.map(Number)),
  first: (cells) => cells[0] ?? null,
  last: (cells) => cells.at(-1) ?? null,
};

function extreme(cells: readonly Cell[], sign: 1 | -1): CellValue {
  let best: CellValue = null;
  for (const cell of cells) {
    if (Number.isNaN(cell)) return Number.NaN;
    if (best === null || sign * compareCells(cell, best) > 0) best = cell;
  }
  return best;
}

function sumOfBigints(cells: readonly Cell[]): bigint {
  let total = 0n;
  for (const cell of cells) total += cell as bigint;
  if (BigInt.asIntN(64, total) === total) return total;
  throw new MlopsError("TABLE_INTEGER_OVERFLOW", `The sum ${total} does not fit into 64 bits.`);
}

/** Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974). */
function sum(values: readonly number[]): number {
  let total = 0;
  let compensation = 0;
  for (const value of values) {
    const next = total + value;
    if (!Number.isFinite(next)) return values.reduce((a, b) => a + b, 0);
    compensation += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + compensation;
}

function sumOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function deviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
}
