import type { Block, TableBlock } from "../document/report.ts";
import { metricNamed, metricNames, metricValue } from "./metric-value.ts";
import type { TargetReport } from "./run-report-data.ts";

/** The metrics with their intervals, and beside them the same of the baselines. */
export function metricBlocks({ metrics, baselines, part }: TargetReport): readonly Block[] {
  const intervals = metrics.some(({ interval }) => interval !== undefined);
  const table: TableBlock = {
    kind: "table",
    caption: `Metrics on the ${part} part`,
    columns: [
      { name: "metric" },
      { name: "value" },
      ...(intervals ? [{ name: "interval" }, { name: "level", format: "percent" as const }] : []),
      { name: "n" },
      ...baselines.map(({ name }) => ({ name })),
    ],
    rows: metrics.map((metric) => [
      metric.name,
      metricValue(metric),
      ...(intervals ? [metric.interval ?? null, metric.interval?.level ?? null] : []),
      metric.n,
      ...baselines.map((baseline) => metricValue(metricNamed(baseline.metrics, metric.name))),
    ]),
  };
  return [table];
}

/** Slices that are shown without being asked for; a chart stands above them. */
const MOST_OPEN = 16;

/** Slices of one column stand together; the worst can be found because every metric has its column. */
export function sliceTable({ slices, part }: TargetReport): TableBlock | null {
  if (slices.length === 0) return null;
  const names = metricNames(slices.map(({ metrics }) => metrics));
  return {
    kind: "table",
    caption: `By slice of the ${part} part`,
    columns: [{ name: "column" }, { name: "slice" }, { name: "n" }, ...names.map((name) => ({ name }))],
    rows: slices.map(({ column, slice, n, metrics }) => [
      column,
      slice,
      n,
      ...names.map((name) => metricValue(metricNamed(metrics, name))),
    ]),
    maximumRows: 60,
    folded: slices.length > MOST_OPEN,
  };
}
