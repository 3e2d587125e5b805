import type { ClassificationMetric } from "./classification-metric.ts";
import { classificationMetrics } from "./classification-metrics.ts";
import intervalCoverage from "./interval-coverage.ts";
import type { IntervalMetric } from "./interval-metric.ts";
import type { RegressionMetric } from "./metric.ts";
import { regressionMetrics } from "./regression-metrics.ts";

export type Metric = RegressionMetric | ClassificationMetric | IntervalMetric;

/** Every metric of every task by name. */
export const metricCatalogue: Readonly<Record<string, Metric>> = {
  ...classificationMetrics,
  ...regressionMetrics,
  interval_coverage: intervalCoverage,
};

const byEverySpelling: ReadonlyMap<string, Metric> = new Map(
  Object.values(metricCatalogue).flatMap((metric) =>
    [metric.name, ...metric.aliases, ...variantNames(metric)].map((spelling) => [spelling, metric] as const),
  ),
);

/** The metric that a recipe's spelling means: a name, an alias or a variant (`f1_macro` is `f1`); undefined for none. */
export function metricBySpelling(spelling: string): Metric | undefined {
  return byEverySpelling.get(spelling);
}

/** Every spelling that `metricBySpelling` knows, in order. */
export const metricSpellings: readonly string[] = [...byEverySpelling.keys()].toSorted();

function variantNames(metric: Metric): readonly string[] {
  return metric.task === "classification" ? Object.keys(metric.variants ?? {}) : [];
}
