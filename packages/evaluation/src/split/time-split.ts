import { assertOption } from "../series/assert-option.ts";
import { descendingOrder } from "../series/descending-order.ts";
import { assertFinite } from "../series/pairs.ts";
import { cutByTime } from "./cut-by-time.ts";
import { partShares, partStarts } from "./fractions.ts";
import { assertPartsFilled, partsOf, type Split, type SplitFractions } from "./split.ts";

export interface TimeSplitOptions {
  readonly fractions: SplitFractions;
  /** Milliseconds between the last row of a part and the first of the next: horizon plus look-back. Default 0. */
  readonly gap?: number;
}

/**
 * Rows into parts in order of time (train, validation, calibration, test), whatever their order in the table. Rows of one
 * instant are in one part; rows within the gap before a part are in none.
 *
 * @param instants of the rows in UTC milliseconds
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY, EVALUATION_INPUT_INVALID for an instant that is none.
 */
export function timeSplit(instants: Float64Array, { fractions, gap = 0 }: TimeSplitOptions): Split {
  const { names, shares } = partShares(fractions);
  assertOption(Number.isFinite(gap) && gap >= 0, "gap", gap, "at least 0");
  assertFinite(instants, "the instants");
  const order = descendingOrder(instants).toReversed();
  const sorted = Float64Array.from(order, (row) => instants[row] ?? Number.NaN);
  const partOfRow = new Int32Array(instants.length).fill(-1);
  const ranges = cutByTime(sorted, partStarts(instants.length, shares), gap);
  for (const [part, { from, to }] of ranges.entries()) {
    for (const row of order.subarray(from, to)) partOfRow[row] = part;
  }
  const parts = partsOf(names, partOfRow);
  assertPartsFilled(parts, instants.length);
  const kept = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return { strategy: "temporal", parts, reasons: [], purged: instants.length - kept };
}
