import { type RandomKey, splitKey } from "@mlops/core";

import type { BaselineName } from "../baselines/baseline.ts";
import type { Interval } from "../bootstrap/bootstrap-interval.ts";
import { pairedDifferenceInterval } from "../bootstrap/metric-interval.ts";
import { computeMetric } from "../metrics/metric.ts";
import rmse from "../metrics/rmse.ts";
import { assertComparable, type Series } from "../series/pairs.ts";

/** Forecasts of the same points, in order of time: the last part of a split, which nothing was fitted to. */
export interface PromotionEvidence {
  readonly truth: Series;
  readonly candidate: Series;
  readonly baselines: {
    readonly "score-persistence": Series;
    readonly "hourly-climatology": Series;
    readonly "component-persistence"?: Series;
  };
  /** Of the model that holds the alias now; fair only where it was not fitted to these points either. */
  readonly champion?: Series;
}

export interface PromotionOptions {
  readonly key: RandomKey;
  /** Points per block. Default 24: a day of hourly points. */
  readonly blockLength?: number;
  /** Fewer whole blocks are inconclusive. Default 7: a week. */
  readonly minimumBlocks?: number;
  /** Default 0.9. */
  readonly level?: number;
  /** Default 2000. */
  readonly resamples?: number;
  /**
   * What a candidate owes the champion: `not-worse` (default), that its RMSE is not shown to be higher; `better`, that it
   * is shown to be lower; `ignore`, nothing.
   */
  readonly championRule?: "not-worse" | "better" | "ignore";
}

export type ComparedWith = BaselineName | "champion";

export interface PromotionComparison {
  readonly reference: ComparedWith;
  readonly referenceRmse: number | null;
  /** RMSE of the candidate minus that of the reference, in target units: negative where the candidate is better. */
  readonly difference: Interval;
  /** `better` or `worse` where the interval excludes 0. */
  readonly outcome: "better" | "worse" | "undecided";
}

/** Plain JSON. */
export interface PromotionVerdict {
  readonly verdict: "promote" | "keep" | "inconclusive";
  /** Kebab-case: why the alias does not move, and what else is to be known. */
  readonly reasons: readonly string[];
  readonly n: number;
  readonly candidateRmse: number | null;
  readonly comparisons: readonly PromotionComparison[];
}

/**
 * Whether the alias moves to the candidate: it does where its RMSE is below score persistence's and hourly climatology's,
 * with the interval of a paired moving-block bootstrap excluding 0, and the champion gets its due. `keep` where the
 * candidate is no better than one of them by its RMSE alone, or worse than the champion; `inconclusive` where it looks
 * better but the points do not show it. A candidate that is not shown to beat component persistence carries the reason
 * `no-skill-over-component-persistence`, whatever the verdict.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function promotionVerdict(evidence: PromotionEvidence, options: PromotionOptions): PromotionVerdict {
  const { truth, candidate, baselines, champion } = evidence;
  const { championRule = "not-worse" } = options;
  assertComparable(truth, candidate, "the candidate's predictions");
  const compare = (reference: ComparedWith, series: Series) => comparison(evidence, reference, series, options);
  const required = [
    compare("score-persistence", baselines["score-persistence"]),
    compare("hourly-climatology", baselines["hourly-climatology"]),
  ];
  const component = baselines["component-persistence"];
  const byComponent = component ? [compare("component-persistence", component)] : [];
  const byChampion = champion && championRule !== "ignore" ? [compare("champion", champion)] : [];

  const demands = [
    ...required.map((entry) => demandOf(entry, "better")),
    ...byChampion.map((entry) => demandOf(entry, championRule === "better" ? "better" : "not-worse")),
  ];
  const remarks = byComponent.flatMap(({ outcome }) =>
    outcome === "better" ? [] : ["no-skill-over-component-persistence"],
  );
  return {
    verdict: combine(demands.map(({ verdict }) => verdict)),
    reasons: [...new Set([...demands.flatMap(({ reasons }) => reasons), ...remarks])],
    n: truth.length,
    candidateRmse: computeMetric(rmse, truth, candidate).value,
    comparisons: [...required, ...byComponent, ...byChampion],
  };
}

function comparison(
  { truth, candidate }: PromotionEvidence,
  reference: ComparedWith,
  series: Series,
  options: PromotionOptions,
): PromotionComparison {
  const { key, blockLength = 24, minimumBlocks = 7, level = 0.9, resamples = 2000 } = options;
  const difference = pairedDifferenceInterval(rmse, truth, candidate, series, {
    key: splitKey(key, "promotion", reference),
    kind: "moving",
    blockLength,
    minimumBlocks,
    level,
    resamples,
  });
  const referenceRmse = computeMetric(rmse, truth, series).value;
  return { reference, referenceRmse, difference, outcome: outcomeOf(difference) };
}

function outcomeOf(difference: Interval): PromotionComparison["outcome"] {
  if (difference.status === "inconclusive") return "undecided";
  if (difference.upper < 0) return "better";
  return difference.lower > 0 ? "worse" : "undecided";
}

interface Demand {
  readonly verdict: PromotionVerdict["verdict"];
  readonly reasons: readonly string[];
}

function demandOf({ reference, difference, outcome }: PromotionComparison, rule: "better" | "not-worse"): Demand {
  if (difference.status === "inconclusive") return { verdict: "inconclusive", reasons: [difference.reason] };
  if (outcome === "better" || (rule === "not-worse" && outcome === "undecided"))
    return { verdict: "promote", reasons: [] };
  if (outcome === "worse") return { verdict: "keep", reasons: [`worse-than-${reference}`] };
  if (difference.estimate >= 0) return { verdict: "keep", reasons: [`not-better-than-${reference}`] };
  return { verdict: "inconclusive", reasons: [`not-shown-better-than-${reference}`] };
}

/** One reason to keep outweighs a doubt, and a doubt outweighs what speaks for the candidate. */
function combine(verdicts: readonly PromotionVerdict["verdict"][]): PromotionVerdict["verdict"] {
  if (verdicts.includes("keep")) return "keep";
  return verdicts.includes("inconclusive") ? "inconclusive" : "promote";
}
