import type { Value } from "../document/report.ts";
import type { ReportedMetric } from "./run-report-data.ts";

/** The value as a cell: an undefined metric shows its reason, one that was not computed a dash. */
export function metricValue(metric: Pick<ReportedMetric, "value" | "reason"> | undefined): Value {
  if (metric === undefined) return null;
  return metric.value ?? { absent: metric.reason ?? "undefined" };
}

/** The metric of that name. */
export function metricNamed(metrics: readonly ReportedMetric[], name: string): ReportedMetric | undefined {
  return metrics.find((metric) => metric.name === name);
}

/** Names in the order of their first occurrence. */
export function metricNames(lists: readonly (readonly ReportedMetric[])[]): readonly string[] {
  return [...new Set(lists.flatMap((metrics) => metrics.map(({ name }) => name)))];
}
