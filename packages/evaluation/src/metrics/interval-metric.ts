import { assertComparable, type Series } from "../series/pairs.ts";
import { assertWeightsAllowed } from "./metric.ts";
import { type MetricDescription, type MetricValue, notDefined } from "./metric-description.ts";

/** Ends of predicted intervals; `lower ≤ upper` at each point. */
export interface PredictedIntervals {
  readonly lower: Series;
  readonly upper: Series;
}

/** A measure of predicted intervals against true numbers. */
export interface IntervalMetric extends MetricDescription {
  readonly task: "interval";
  compute(truth: Series, intervals: PredictedIntervals, weights?: Series): MetricValue;
}

export function defineIntervalMetric(metric: Omit<IntervalMetric, "task">): IntervalMetric {
  return { ...metric, task: "interval" };
}

/** @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID */
export function computeIntervalMetric(
  metric: IntervalMetric,
  truth: Series,
  intervals: PredictedIntervals,
  weights?: Series,
): MetricValue {
  assertComparable(truth, intervals.lower, "the lower ends");
  assertComparable(truth, intervals.upper, "the upper ends");
  assertWeightsAllowed(metric, weights, truth.length);
  return truth.length === 0 ? notDefined("no-points", 0) : metric.compute(truth, intervals, weights);
}
