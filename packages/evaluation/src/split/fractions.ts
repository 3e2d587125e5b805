import { assertOption } from "../series/assert-option.ts";
import { type PartName, partNames, type SplitFractions } from "./split.ts";

export interface PartShares {
  readonly names: readonly PartName[];
  /** Sum to 1. */
  readonly shares: readonly number[];
}

const SUM_TOLERANCE = 0.001;

/**
 * The parts that exist, in the order of `partNames`, with shares that sum to 1.
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID for fractions outside 0 … 1, a sum off 1 by more than 0.001, or fewer than
 *   two parts.
 */
export function partShares(fractions: SplitFractions): PartShares {
  const present = partNames.flatMap((name) => {
    const fraction = fractions[name] ?? 0;
    assertOption(fraction >= 0 && fraction <= 1, `the ${name} fraction`, fraction, "between 0 and 1");
    return fraction > 0 ? [{ name, fraction }] : [];
  });
  const sum = present.reduce((total, { fraction }) => total + fraction, 0);
  assertOption(Math.abs(sum - 1) <= SUM_TOLERANCE + 1e-9, "the sum of the fractions", sum, "1, give or take 0.001");
  assertOption(present.length >= 2, "the number of parts", present.length, "at least 2");
  return { names: present.map(({ name }) => name), shares: present.map(({ fraction }) => fraction / sum) };
}

/** Where the parts begin among `rows` rows: cumulative shares, rounded; the last entry is `rows`. */
export function partStarts(rows: number, shares: readonly number[]): readonly number[] {
  let sum = 0;
  const starts = shares.map((share) => {
    const start = Math.round(rows * sum);
    sum += share;
    return start;
  });
  return [...starts, rows];
}
