import type { RandomKey } from "@mlops/core";

import { assertCount, assertFraction, assertOption } from "../series/assert-option.ts";
import { quantileOfSorted } from "../series/quantile.ts";
import { type BlockKind, blockResampler } from "./block-resampler.ts";
import { stratifiedResampler } from "./stratified-resampler.ts";

export interface BootstrapOptions {
  /** Points per block: about as long as errors stay correlated; 24 for hourly weather, 1 for independent rows. */
  readonly blockLength: number;
  /** Equal keys give equal intervals. */
  readonly key: RandomKey;
  /** Default `moving`. */
  readonly kind?: BlockKind;
  /** Default 2000. */
  readonly resamples?: number;
  /** Probability that the interval should hold the true value. Default 0.9. */
  readonly level?: number;
  /** A code per point: each resample keeps the number of points of every code. Only with a block length of 1. */
  readonly strata?: Int32Array | undefined;
  /** Fewer whole blocks than this are inconclusive. Default 2, below which no two resamples differ by much. */
  readonly minimumBlocks?: number;
}

/** A percentile interval, or why there is none. Plain JSON. */
export type Interval = {
  /** The statistic of the series itself. */
  readonly estimate: number | null;
  readonly level: number;
  readonly n: number;
  readonly blockLength: number;
  readonly kind: BlockKind;
  readonly stratified?: true;
} & (
  | {
      readonly status: "estimated";
      readonly estimate: number;
      readonly lower: number;
      readonly upper: number;
      readonly resamples: number;
      /** Resamples for which the statistic is undefined; they are left out. */
      readonly undefinedResamples: number;
    }
  | { readonly status: "inconclusive"; readonly reason: "too-few-blocks" | "statistic-undefined" }
);

/** Beyond this share of undefined resamples the rest is no longer a fair sample. */
const MAXIMAL_UNDEFINED_SHARE = 0.05;

/**
 * A percentile interval by block bootstrap for a statistic of n points in order of time. `statistic` is given the points
 * that a resample consists of and answers null where it is undefined; the array is reused between calls.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function bootstrapInterval(
  n: number,
  statistic: (points: Uint32Array) => number | null,
  options: BootstrapOptions,
): Interval {
  const [interval] = bootstrapIntervals(n, 1, (points) => [statistic(points)], options);
  if (interval === undefined) throw new TypeError("one statistic has one interval");
  return interval;
}

/**
 * The same for several statistics, all of them on the same resamples.
 *
 * @param count how many numbers `statistics` answers, always in the same order
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function bootstrapIntervals(
  n: number,
  count: number,
  statistics: (points: Uint32Array) => readonly (number | null)[],
  options: BootstrapOptions,
): readonly Interval[] {
  const { blockLength, key, kind = "moving", resamples = 2000, level = 0.9, minimumBlocks = 2, strata } = options;
  assertCount(blockLength, "blockLength", 1);
  assertCount(resamples, "resamples", 1);
  assertCount(minimumBlocks, "minimumBlocks", 2);
  assertFraction(level, "level");
  if (strata !== undefined) {
    assertOption(blockLength === 1, "blockLength", blockLength, "1 where rows are drawn within strata");
    assertOption(strata.length === n, "the number of strata codes", strata.length, `that of the points, ${n}`);
  }
  const estimates = n > 0 ? statistics(Uint32Array.from({ length: n }, (_, point) => point)) : [];
  const about = { level, n, blockLength, kind, ...(strata === undefined ? {} : { stratified: true as const }) };
  const values = Array.from({ length: count }, (): number[] => []);
  const tooShort = n < blockLength * minimumBlocks;
  if (!tooShort) {
    const draw = strata === undefined ? blockResampler(n, blockLength, kind, key) : stratifiedResampler(strata, key);
    for (let resample = 0; resample < resamples; resample++) {
      for (const [at, value] of statistics(draw()).entries()) {
        if (value !== null && !Number.isNaN(value)) values[at]?.push(value);
      }
    }
  }
  return values.map((known, at): Interval => {
    const estimate = estimates[at] ?? null;
    if (tooShort) return { status: "inconclusive", reason: "too-few-blocks", estimate, ...about };
    const undefinedResamples = resamples - known.length;
    if (estimate === null || undefinedResamples > resamples * MAXIMAL_UNDEFINED_SHARE) {
      return { status: "inconclusive", reason: "statistic-undefined", estimate, ...about };
    }
    const sorted = Float64Array.from(known).sort();
    const lower = quantileOfSorted(sorted, (1 - level) / 2);
    const upper = quantileOfSorted(sorted, (1 + level) / 2);
    return { status: "estimated", estimate, lower, upper, resamples, undefinedResamples, ...about };
  });
}
