import { MlopsError } from "@mlops/core";

import { assertCount, assertOption } from "../series/assert-option.ts";

export type GateOperator = "<=" | "<" | ">=" | ">";

export interface GateThreshold {
  /** A key of the metrics that the gate is given. */
  readonly metric: string;
  readonly operator: GateOperator;
  readonly threshold: number;
  /** For people: `score points`, `percent`. */
  readonly unit?: string;
}

/** What a model has to reach, as data. All thresholds have to be met. */
export interface GatePolicy {
  readonly thresholds: readonly GateThreshold[];
  /** Fewer points than this are inconclusive, whatever their metrics. */
  readonly minimumPoints: number;
}

export interface ThresholdResult extends GateThreshold {
  readonly current: number | null;
  /** Null where the metric is undefined. */
  readonly met: boolean | null;
  /** Why the metric is undefined. */
  readonly reason?: string;
}

/** Plain JSON. */
export interface GateResult {
  readonly verdict: "met" | "missed" | "inconclusive";
  readonly n: number;
  readonly minimumPoints: number;
  readonly thresholds: readonly ThresholdResult[];
  /** Kebab-case, why the verdict is not `met`. */
  readonly reasons: readonly string[];
}

const holds: { readonly [O in GateOperator]: (current: number, threshold: number) => boolean } = {
  "<=": (current, threshold) => current <= threshold,
  "<": (current, threshold) => current < threshold,
  ">=": (current, threshold) => current >= threshold,
  ">": (current, threshold) => current > threshold,
};

/**
 * Holds the metrics of n points against a policy. A missed threshold is missed even where another metric is undefined;
 * with none missed, an undefined one makes the verdict inconclusive.
 *
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN for a threshold whose metric was not computed, EVALUATION_OPTION_INVALID.
 */
export function judgeGate(
  policy: GatePolicy,
  n: number,
  metrics: Readonly<Record<string, { readonly value: number | null; readonly reason?: string }>>,
): GateResult {
  const { minimumPoints } = policy;
  assertOption(policy.thresholds.length > 0, "thresholds", "none", "at least one threshold");
  assertCount(minimumPoints, "minimumPoints", 1);
  const thresholds = policy.thresholds.map((threshold) => judgeThreshold(threshold, metrics));
  const reasons = n < minimumPoints ? ["too-few-points"] : reasonsOf(thresholds);
  const verdict = n < minimumPoints ? "inconclusive" : verdictOf(thresholds);
  return { verdict, n, minimumPoints, thresholds, reasons };
}

function judgeThreshold(threshold: GateThreshold, metrics: Parameters<typeof judgeGate>[2]): ThresholdResult {
  assertOption(Number.isFinite(threshold.threshold), `threshold of ${threshold.metric}`, threshold.threshold, "finite");
  const metric = Object.hasOwn(metrics, threshold.metric) ? metrics[threshold.metric] : undefined;
  if (metric === undefined) {
    const known = Object.keys(metrics);
    throw new MlopsError(
      "EVALUATION_METRIC_UNKNOWN",
      `The gate names "${threshold.metric}", but the metrics are ${known.join(", ")}.`,
      { details: { metric: threshold.metric, known } },
    );
  }
  const { value: current, reason = "metric-undefined" } = metric;
  if (current === null) return { ...threshold, current, met: null, reason };
  return { ...threshold, current, met: holds[threshold.operator](current, threshold.threshold) };
}

function verdictOf(thresholds: readonly ThresholdResult[]): GateResult["verdict"] {
  if (thresholds.some(({ met }) => met === false)) return "missed";
  return thresholds.every(({ met }) => met === true) ? "met" : "inconclusive";
}

function reasonsOf(thresholds: readonly ThresholdResult[]): string[] {
  return thresholds.flatMap(({ metric, met }) => {
    if (met === true) return [];
    return [met === null ? `${metric}-undefined` : `${metric}-missed`];
  });
}
