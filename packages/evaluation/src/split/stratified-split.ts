import { partShares } from "./fractions.ts";
import { randomSplit } from "./random-split.ts";
import { rowOrder } from "./row-order.ts";
import { assertPartsFilled, partsOf, type RandomSplitOptions, type Split } from "./split.ts";

/** Below, one part of four would lack the class. */
const MINIMUM_ROWS_PER_CLASS = 4;

/**
 * Rows drawn at random into parts that hold each class in the share that it has of all rows: each class's rows are within one
 * row of theirs, and every part has at least one. Where a class has fewer than four rows the split is random, and says so.
 *
 * @param codes the class of each row, at least 0
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY, EVALUATION_INPUT_INVALID
 */
export function stratifiedSplit(codes: Int32Array, options: RandomSplitOptions): Split {
  const { names, shares } = partShares(options.fractions);
  const members = rowsByClass(codes, rowOrder(codes.length, options.key, options.rowKeys));
  if (members.some((rows) => rows.length < MINIMUM_ROWS_PER_CLASS)) {
    return { ...randomSplit(codes.length, options), reasons: ["class-with-fewer-than-4-rows"] };
  }
  const allocate = allocator(shares);
  const partOfRow = new Int32Array(codes.length);
  for (const rows of members) {
    let next = 0;
    for (const [part, count] of allocate(rows.length).entries()) {
      for (const row of rows.slice(next, next + count)) partOfRow[row] = part;
      next += count;
    }
  }
  const parts = partsOf(names, partOfRow);
  assertPartsFilled(parts, codes.length);
  return { strategy: "stratified", parts, reasons: [], purged: 0 };
}

/** The rows of each class that occurs, in the given order. */
export function rowsByClass(codes: Int32Array, order: Uint32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  for (const row of order) {
    const code = codes[row] ?? 0;
    const rows = members.get(code);
    if (rows === undefined) members.set(code, [row]);
    else rows.push(row);
  }
  return [...members.entries()].toSorted(([a], [b]) => a - b).map(([, rows]) => rows);
}

/**
 * Counts per part for one class after another. What is left of a class after rounding down goes to the parts that are owed
 * most so far, so that rounding does not add up over classes.
 */
function allocator(shares: readonly number[]): (rows: number) => readonly number[] {
  const owed = shares.map(() => 0);
  return (rows) => {
    const counts = shares.map((share, part) => {
      // A product such as 0.7 · 10 may fall short of a whole number by rounding alone.
      const count = Math.floor(rows * share + 1e-9);
      owed[part] = (owed[part] ?? 0) + rows * share - count;
      return count;
    });
    const left = rows - counts.reduce((sum, count) => sum + count, 0);
    const byDebt = [...shares.keys()].toSorted((a, b) => (owed[b] ?? 0) - (owed[a] ?? 0) || a - b);
    for (const part of byDebt.slice(0, left)) give(part, 1);
    for (const part of shares.keys()) {
      if (counts[part] !== 0) continue;
      give(counts.indexOf(Math.max(...counts)), -1);
      give(part, 1);
    }
    return counts;

    function give(part: number, count: number): void {
      counts[part] = (counts[part] ?? 0) + count;
      owed[part] = (owed[part] ?? 0) - count;
    }
  };
}
