import { computeMetric, type MetricOptions, type MetricValue, type RegressionMetric } from "../metrics/metric.ts";
import { regressionMetric } from "../metrics/regression-metrics.ts";
import type { Series } from "../series/pairs.ts";

/** Metric values by predictor and metric name. Plain JSON. */
export type ScoreTable = Readonly<Record<string, Readonly<Record<string, MetricValue>>>>;

/**
 * Every predictor (a model, its baselines) by every metric on the same truths. Keys are the names as given, aliases too.
 *
 * @param custom metrics of the project's own, by name
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN, EVALUATION_INPUT_INVALID
 */
export function scorePredictors(
  truth: Series,
  predictors: Readonly<Record<string, Series>>,
  metricNames: readonly string[],
  options: MetricOptions = {},
  custom: Readonly<Record<string, RegressionMetric>> = {},
): ScoreTable {
  const metrics = metricNames.map((name) => [name, custom[name] ?? regressionMetric(name)] as const);
  return Object.fromEntries(
    Object.entries(predictors).map(([predictor, predicted]) => [
      predictor,
      Object.fromEntries(metrics.map(([name, metric]) => [name, computeMetric(metric, truth, predicted, options)])),
    ]),
  );
}
