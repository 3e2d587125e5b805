import { classReport } from "../classification/class-report.ts";
import { assertJudgedRows, type JudgedRows } from "../classification/judged-rows.ts";
import {
  type ClassificationMetric,
  type ClassificationOptions,
  computeOnJudgedRows,
} from "../metrics/classification-metric.ts";
import { classificationMetric } from "../metrics/classification-metrics.ts";
import type { MetricValue } from "../metrics/metric-description.ts";

/**
 * Rows by each metric. Keys are the names as given: aliases, variants (`f1_macro`) and `class_<label>_<measure>` too. What
 * a name says outweighs the options.
 *
 * @param custom metrics of the project's own, by name
 * @throws MlopsError EVALUATION_METRIC_UNKNOWN, EVALUATION_INPUT_INVALID, EVALUATION_CLASSES_INVALID,
 *   EVALUATION_OPTION_INVALID
 */
export function scoreClassification(
  rows: JudgedRows,
  metricNames: readonly string[],
  options: ClassificationOptions = {},
  custom: Readonly<Record<string, ClassificationMetric>> = {},
): Readonly<Record<string, MetricValue>> {
  assertJudgedRows(rows);
  const perClass = metricNames.some((name) => name.startsWith("class_")) ? classReport(rows) : {};
  return Object.fromEntries(
    metricNames.map((name) => {
      const ofClass = perClass[name];
      if (ofClass !== undefined) return [name, ofClass];
      const own = custom[name];
      const named = own ? { metric: own, options: {} } : classificationMetric(name);
      return [name, computeOnJudgedRows(named.metric, rows, { ...options, ...named.options })];
    }),
  );
}
