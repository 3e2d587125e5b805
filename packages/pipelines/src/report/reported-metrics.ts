import type { MetricValue } from "@mlops/evaluation";
import type { ReportedMetric } from "@mlops/reporting";

import type { MetricBounds } from "../tabular/intervals.ts";

/**
 * Scores as a report shows them, each with its interval where there is one.
 *
 * @param names in the order in which they are shown; the journal keeps none
 */
export function reportedMetrics(
  names: readonly string[],
  scores: Readonly<Record<string, MetricValue>>,
  intervals: Readonly<Record<string, MetricBounds>> = {},
): readonly ReportedMetric[] {
  return names.flatMap((name) => {
    const score = scores[name];
    if (!score) return [];
    const { value, reason, n } = score;
    const bounds = intervals[name];
    return [
      {
        name,
        value,
        n,
        ...(reason !== undefined && { reason }),
        ...(bounds && bounds.lower !== null && { interval: bounds }),
      },
    ];
  });
}
