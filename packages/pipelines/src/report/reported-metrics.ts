import type { MetricValue } from "@mlops/evaluation";
import type { ReportedMetric } from "@mlops/reporting";

import type { MetricBounds } from "../tabular/intervals.ts";

/** Scores as a report shows them, each with its interval where there is one. */
export function reportedMetrics(
  scores: Readonly<Record<string, MetricValue>>,
  intervals: Readonly<Record<string, MetricBounds>> = {},
): readonly ReportedMetric[] {
  return Object.entries(scores).map(([name, { value, reason, n }]) => {
    const bounds = intervals[name];
    return {
      name,
      value,
      n,
      ...(reason !== undefined && { reason }),
      ...(bounds && bounds.lower !== null && { interval: bounds }),
    };
  });
}
