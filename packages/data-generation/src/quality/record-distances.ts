import type { ComparedColumn } from "./compared-columns.ts";

/** Rows of one side of compared columns: numbers over their range, codes of levels; NaN and −1 where there is none. */
export interface Records {
  readonly columns: readonly {
    readonly shape: "continuous" | "discrete";
    readonly values: Float64Array | Int32Array;
  }[];
  readonly count: number;
}

export function recordsOf(
  columns: readonly ComparedColumn[],
  side: "real" | "synthetic" | "holdout",
  rows: Int32Array,
): Records {
  return {
    count: rows.length,
    columns: columns.map((column) => ({
      shape: column.shape,
      values:
        column.shape === "continuous"
          ? Float64Array.from(rows, (row) => column[side][row] ?? Number.NaN)
          : Int32Array.from(rows, (row) => column[side][row] ?? -1),
    })),
  };
}

/** By column, the range of numbers of the records that distances are taken to; 0 for levels. */
export function rangesOf({ columns }: Records): Float64Array {
  return Float64Array.from(columns, ({ shape, values }) => {
    if (shape === "discrete") return 0;
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return most >= least ? most - least : 0;
  });
}

/**
 * From each record to the nearest of others, 0 to 1: the mean over all columns of the difference over the range (numbers)
 * or of being different (levels); missing is like missing and unlike all else.
 *
 * @param own which of the others a record itself is, and therefore not its neighbour
 */
export function nearestDistances(
  from: Records,
  to: Records,
  ranges: Float64Array,
  own: (row: number) => number = () => -1,
): Float64Array {
  const width = from.columns.length;
  return Float64Array.from({ length: from.count }, (_, row) => {
    let nearest = Number.POSITIVE_INFINITY;
    const itself = own(row);
    for (let other = 0; other < to.count && nearest > 0; other += 1) {
      if (other === itself) continue;
      const distance = sumUpTo(from, to, ranges, row, other, nearest);
      if (distance < nearest) nearest = distance;
    }
    return nearest / width;
  });
}

function sumUpTo(from: Records, to: Records, ranges: Float64Array, row: number, other: number, limit: number): number {
  let sum = 0;
  for (let column = 0; column < ranges.length && sum < limit; column += 1) {
    const [a, b] = [from.columns[column], to.columns[column]];
    const [x = 0, y = 0] = [a?.values[row], b?.values[other]];
    if (a?.shape === "discrete") sum += x === y ? 0 : 1;
    else if (x !== x || y !== y) sum += x !== x && y !== y ? 0 : 1;
    else {
      const [range, difference] = [ranges[column] ?? 0, Math.abs(x - y)];
      sum += range === 0 ? (difference > 0 ? 1 : 0) : Math.min(1, difference / range);
    }
  }
  return sum;
}

/** Numbers this close are the same, relative to the synthetic one. */
const TOLERANCE = 0.01;

/** Of the records, how many match none of the others: every level the same, every number within a hundredth. */
export function newRecords(from: Records, to: Records): number {
  let fresh = 0;
  for (let row = 0; row < from.count; row += 1) {
    let matched = false;
    for (let other = 0; other < to.count && !matched; other += 1) matched = matches(from, to, row, other);
    if (!matched) fresh += 1;
  }
  return fresh;
}

function matches(from: Records, to: Records, row: number, other: number): boolean {
  for (const [index, { shape, values }] of from.columns.entries()) {
    const [x = 0, y = 0] = [values[row], to.columns[index]?.values[other]];
    if (x === y || (x !== x && y !== y)) continue;
    if (shape === "discrete" || !(Math.abs(x - y) <= TOLERANCE * Math.abs(x))) return false;
  }
  return true;
}
