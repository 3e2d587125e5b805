import { closestFamily, fitFamily, type FittedFamily } from "../distributions/choose-family.ts";
import { sortedSample } from "../distributions/distribution-family.ts";
import type { DistributionName } from "../metadata/metadata.ts";
import { quantilesOf, type Quantiles } from "./knots.ts";

/** The distribution of the numbers of a column. */
export type Marginal =
  | ({ readonly kind: "family"; readonly low: number; readonly high: number } & FittedFamily)
  | ({ readonly kind: "quantiles" } & Quantiles)
  | { readonly kind: "steps"; readonly values: readonly number[]; readonly counts: readonly number[] };

export interface MarginalChoice {
  readonly distribution: DistributionName | "auto";
  /** The largest Kolmogorov–Smirnov distance at which a family counts as close. */
  readonly ksThreshold: number;
  /** The range of drawn values. */
  readonly low: number;
  readonly high: number;
}

/** With no more different values than this, of which each stands for several rows, numbers are counted. */
const MOST_STEPS = 512;
const ROWS_A_STEP = 4;

/**
 * @param sorted ascending, not empty
 * @returns the marginal; `undefined` where a family was asked for that cannot give these numbers
 */
export function fitMarginal(sorted: Float64Array, choice: MarginalChoice): Marginal | undefined {
  const { distribution, ksThreshold, low, high } = choice;
  if (sorted[0] === sorted.at(-1)) return steps(sorted);
  if (distribution !== "auto" && distribution !== "empirical") {
    const fitted = fitFamily(distribution, sortedSample(sorted));
    return fitted && { kind: "family", low, high, ...fitted };
  }
  const counted = stepsIfFew(sorted);
  if (counted !== undefined) return counted;
  if (distribution === "auto") {
    const closest = closestFamily(sortedSample(sorted));
    if (closest !== undefined && closest.ks <= ksThreshold) return { kind: "family", low, high, ...closest };
  }
  return { kind: "quantiles", ...quantilesOf(sorted) };
}

function stepsIfFew(sorted: Float64Array): Marginal | undefined {
  const most = Math.min(MOST_STEPS, sorted.length / ROWS_A_STEP);
  let different = 1;
  for (let index = 1; index < sorted.length && different <= most; index += 1) {
    if (sorted[index] !== sorted[index - 1]) different += 1;
  }
  return different <= most ? steps(sorted) : undefined;
}

function steps(sorted: Float64Array): Marginal {
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (values.at(-1) !== value) {
      values.push(value);
      counts.push(0);
    }
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
  }
  return { kind: "steps", values, counts };
}
