import type { RunRecord } from "@mlops/core";

import { sparkText } from "../render/spark-text.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";

/** How a metric moved over runs, oldest first; runs without it are left out. */
export interface MetricTrend {
  readonly metric: string;
  readonly points: readonly { readonly runId: string; readonly value: number }[];
}

/** One for each metric that two runs or more have, in the order of their first appearance. */
export function metricTrends(runs: readonly RunRecord[]): readonly MetricTrend[] {
  const ordered = runs.toSorted((one, other) => one.startedAt - other.startedAt);
  const points = ordered.flatMap(({ runId, metrics = {} }) =>
    Object.entries(metrics).flatMap(([metric, value]) => (value === null ? [] : [{ metric, runId, value }])),
  );
  return Array.from(
    Map.groupBy(points, ({ metric }) => metric),
    ([metric, members]) => ({
      metric,
      points: members.map(({ runId, value }) => ({ runId, value })),
    }),
  ).filter((trend) => trend.points.length > 1);
}

export function trendTable(trends: readonly MetricTrend[], style: Style): string {
  const rows = trends.map(({ metric, points }) => {
    const values = points.map(({ value }) => value);
    return [metric, sparkText(values), valueText(values[0]), valueText(values.at(-1)), points.length];
  });
  return renderTable(["METRIC", "TREND", "OLDEST", "NEWEST", "RUNS"], rows, style);
}

function valueText(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(4));
}
