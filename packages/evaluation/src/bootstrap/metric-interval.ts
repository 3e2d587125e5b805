import { assertWeightsAllowed, type MetricOptions, type RegressionMetric } from "../metrics/metric.ts";
import { assertComparable, type Series } from "../series/pairs.ts";
import { bootstrapInterval, bootstrapIntervals, type BootstrapOptions, type Interval } from "./bootstrap-interval.ts";

/**
 * An interval for a metric of predictions in order of time.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function metricInterval(
  metric: RegressionMetric,
  truth: Series,
  predicted: Series,
  options: BootstrapOptions & MetricOptions,
): Interval {
  assertComparable(truth, predicted);
  assertWeightsAllowed(metric, options.weights, truth.length);
  const resampled = resampledMetric(metric, truth, options);
  return bootstrapInterval(truth.length, (points) => resampled(points, predicted), options);
}

/**
 * Intervals for several metrics on the same resamples; keys are the metrics' names.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function metricIntervals(
  metrics: readonly RegressionMetric[],
  truth: Series,
  predicted: Series,
  options: BootstrapOptions,
): Readonly<Record<string, Interval>> {
  assertComparable(truth, predicted);
  const [truths, predictions] = [new Float64Array(truth.length), new Float64Array(truth.length)];
  const intervals = bootstrapIntervals(
    truth.length,
    metrics.length,
    (points) => {
      for (let position = 0; position < points.length; position++) {
        const point = points[position] ?? 0;
        truths[position] = truth[point] ?? Number.NaN;
        predictions[position] = predicted[point] ?? Number.NaN;
      }
      return metrics.map((metric) => metric.compute(truths, predictions, {}).value);
    },
    options,
  );
  return Object.fromEntries(metrics.flatMap(({ name }, at) => (intervals[at] ? [[name, intervals[at]] as const] : [])));
}

/**
 * An interval for `metric(candidate) − metric(reference)`. Both are judged on the same resamples, so that what is hard
 * for both alike cancels out: far narrower than the difference of two intervals.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function pairedDifferenceInterval(
  metric: RegressionMetric,
  truth: Series,
  candidate: Series,
  reference: Series,
  options: BootstrapOptions & MetricOptions,
): Interval {
  assertComparable(truth, candidate, "the candidate's predictions");
  assertComparable(truth, reference, "the reference's predictions");
  assertWeightsAllowed(metric, options.weights, truth.length);
  const resampled = resampledMetric(metric, truth, options);
  const difference = (points: Uint32Array): number | null => {
    const ofCandidate = resampled(points, candidate);
    const ofReference = resampled(points, reference);
    return ofCandidate === null || ofReference === null ? null : ofCandidate - ofReference;
  };
  return bootstrapInterval(truth.length, difference, options);
}

function resampledMetric(metric: RegressionMetric, truth: Series, options: MetricOptions) {
  const truths = new Float64Array(truth.length);
  const predictions = new Float64Array(truth.length);
  const { weights: allWeights, ...others } = options;
  const weights = allWeights && new Float64Array(truth.length);
  return (points: Uint32Array, predicted: Series): number | null => {
    for (let position = 0; position < points.length; position++) {
      const point = points[position] ?? 0;
      truths[position] = truth[point] ?? Number.NaN;
      predictions[position] = predicted[point] ?? Number.NaN;
      if (weights !== undefined) weights[position] = allWeights?.[point] ?? Number.NaN;
    }
    return metric.compute(truths, predictions, { ...others, weights }).value;
  };
}
