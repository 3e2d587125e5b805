import { MlopsError } from "@mlops/core";

import { assertWeights } from "../classification/judged-rows.ts";
import { assertComparable, type Series } from "../series/pairs.ts";
import type { MetricDescription, MetricValue } from "./metric-description.ts";

export type { MetricValue } from "./metric-description.ts";

export interface MetricOptions {
  /** R² is undefined where the truth's standard deviation is below this, in target units. Default 0: only constants. */
  readonly minimumTruthStd?: number;
  /** MAPE leaves out points whose truth is smaller than this in size, in target units. Default 1e-6. */
  readonly minimumTruthSize?: number;
  /** The quantile that is predicted, in 0 … 1, for the pinball loss. Default 0.5. */
  readonly quantile?: number;
  /** One weight of at least 0 per point; only for metrics that are `weighted`. */
  readonly weights?: Series | undefined;
}

/** A measure of predicted numbers against true ones. One file in this folder is one metric, named like it. */
export interface RegressionMetric extends MetricDescription {
  readonly task: "regression";
  readonly unit: "target" | "target-squared" | "percent" | "none";
  /** Follows from the direction. */
  readonly better: "lower" | "higher";
  /** Both series are finite, of the same length, and hold at least one point; so are the weights, if any. */
  compute(truth: Series, predicted: Series, options: MetricOptions): MetricValue;
}

export function defineRegressionMetric(metric: Omit<RegressionMetric, "better" | "task">): RegressionMetric {
  return { ...metric, task: "regression", better: metric.direction === "minimize" ? "lower" : "higher" };
}

/** @throws MlopsError EVALUATION_INPUT_INVALID where the series cannot be compared, EVALUATION_OPTION_INVALID. */
export function computeMetric(
  metric: RegressionMetric,
  truth: Series,
  predicted: Series,
  options: MetricOptions = {},
): MetricValue {
  assertComparable(truth, predicted);
  assertWeightsAllowed(metric, options.weights, truth.length);
  if (truth.length === 0) return { value: null, reason: "no-points", n: 0, excluded: 0 };
  return metric.compute(truth, predicted, options);
}

/** @throws MlopsError EVALUATION_OPTION_INVALID for weights that the metric would not heed, EVALUATION_INPUT_INVALID. */
export function assertWeightsAllowed(metric: MetricDescription, weights: Series | undefined, rows: number): void {
  if (weights === undefined) return;
  if (!metric.weighted) {
    throw new MlopsError("EVALUATION_OPTION_INVALID", `The metric ${metric.name} takes no sample weights.`, {
      details: { metric: metric.name },
      hint: "Leave the weights out for this metric, or choose one that is weighted.",
    });
  }
  assertWeights(weights, rows);
}
