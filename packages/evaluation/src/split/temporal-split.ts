import { HOUR, MlopsError } from "@mlops/core";

import { assertFraction, assertOption } from "../series/assert-option.ts";
import { assertFinite, type Series } from "../series/pairs.ts";
import { cutByTime, type RowRange } from "./cut-by-time.ts";

export type { RowRange } from "./cut-by-time.ts";

export interface TemporalSplitOptions {
  /** Shares of the rows; their sum is 1. */
  readonly fractions: { readonly train: number; readonly validation: number; readonly test: number };
  /** Hours from a row's instant to that of its target. */
  readonly horizonHours: number;
  /** Hours before a row's instant that its inputs reach back to. */
  readonly lookbackHours: number;
}

export interface TemporalSplit {
  readonly train: RowRange;
  readonly validation: RowRange;
  readonly test: RowRange;
  /** Rows left out so that the parts do not overlap. */
  readonly purged: number;
  readonly gapHours: number;
}

/**
 * Splits rows in order of time into three parts that share no observation. A row at t is made of what was observed in
 * (t − lookback, t + horizon]: so between the last row of a part and the first of the next there lie at least
 * horizon + lookback hours. The rows in between are taken from the earlier part; the test part keeps its share.
 *
 * @param instants of the rows in UTC milliseconds, never descending; several rows may share one.
 * @throws MlopsError EVALUATION_INPUT_INVALID for rows out of order, EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY.
 */
export function temporalSplit(instants: Series, options: TemporalSplitOptions): TemporalSplit {
  const { fractions, horizonHours, lookbackHours } = options;
  assertOptions(options);
  assertAscending(instants);
  const rows = instants.length;
  const gap = (horizonHours + lookbackHours) * HOUR;
  const validationStart = Math.round(rows * fractions.train);
  const testStart = Math.round(rows * (fractions.train + fractions.validation));
  const empty = { from: 0, to: 0 };
  const [train = empty, validation = empty, test = empty] = cutByTime(
    instants,
    [0, validationStart, testStart, rows],
    gap,
  );
  const split = { train, validation, test };
  for (const [part, { from, to }] of Object.entries(split)) {
    if (to > from) continue;
    throw new MlopsError("EVALUATION_SPLIT_EMPTY", `The ${part} part of ${rows} rows would hold none.`, {
      details: { part, rows, gapHours: gap / HOUR },
    });
  }
  const kept = Object.values(split).reduce((sum, { from, to }) => sum + to - from, 0);
  return { ...split, purged: rows - kept, gapHours: gap / HOUR };
}

function assertOptions({ fractions, horizonHours, lookbackHours }: TemporalSplitOptions): void {
  for (const [part, fraction] of Object.entries(fractions)) assertFraction(fraction, `the ${part} fraction`);
  const sum = fractions.train + fractions.validation + fractions.test;
  assertOption(Math.abs(sum - 1) < 1e-9, "the sum of the fractions", sum, "1");
  assertOption(Number.isFinite(horizonHours) && horizonHours >= 0, "horizonHours", horizonHours, "at least 0");
  assertOption(Number.isFinite(lookbackHours) && lookbackHours >= 0, "lookbackHours", lookbackHours, "at least 0");
}

function assertAscending(instants: Series): void {
  assertFinite(instants, "the instants");
  const row = instants.findIndex((instant, index) => index > 0 && instant < (instants[index - 1] ?? instant));
  if (row < 0) return;
  throw new MlopsError("EVALUATION_INPUT_INVALID", `Row ${row} is earlier than the row before it; rows go by time.`, {
    details: { row },
  });
}
