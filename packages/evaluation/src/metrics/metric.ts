import { assertComparable, type Series } from "../series/pairs.ts";

/** What a metric came to; undefined ones are null with a reason, never a number that stands for nothing. */
export interface MetricValue {
  readonly value: number | null;
  /** Kebab-case; there only where the value is null. */
  readonly reason?: string;
  /** Points that count. */
  readonly n: number;
  /** Points left out by the metric's own rule. */
  readonly excluded: number;
}

export interface MetricOptions {
  /** R² is undefined where the truth's standard deviation is below this, in target units. Default 0: only constants. */
  readonly minimumTruthStd?: number;
  /** MAPE leaves out points whose truth is smaller than this in size, in target units. Default 1e-6. */
  readonly minimumTruthSize?: number;
}

/** A measure of predicted numbers against true ones. One file in this folder is one metric, named like it. */
export interface RegressionMetric {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly unit: "target" | "target-squared" | "percent" | "none";
  readonly better: "lower" | "higher";
  /** Both series are finite, of the same length, and hold at least one point. */
  compute(truth: Series, predicted: Series, options: MetricOptions): MetricValue;
}

export function defineRegressionMetric(metric: RegressionMetric): RegressionMetric {
  return metric;
}

/** @throws MlopsError EVALUATION_INPUT_INVALID where the series cannot be compared. */
export function computeMetric(
  metric: RegressionMetric,
  truth: Series,
  predicted: Series,
  options: MetricOptions = {},
): MetricValue {
  assertComparable(truth, predicted);
  if (truth.length === 0) return { value: null, reason: "no-points", n: 0, excluded: 0 };
  return metric.compute(truth, predicted, options);
}
