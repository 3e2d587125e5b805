import type { Block, FactsBlock, TableBlock } from "../document/report.ts";
import { metricNamed, metricNames, metricValue } from "./metric-value.ts";
import type { ReportedComparison, ReportedFolds, TargetReport } from "./run-report-data.ts";

/** The metrics with their intervals, beside them the same of the baselines, and how sure the difference is. */
export function metricBlocks(report: TargetReport): readonly Block[] {
  const { metrics, baselines, part, comparison, crossValidation } = report;
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
  return [
    table,
    ...(comparison === undefined ? [] : [comparisonFacts(comparison)]),
    ...(crossValidation === undefined ? [] : [foldTable(crossValidation)]),
  ];
}

const verdicts: Readonly<Record<ReportedComparison["verdict"], string>> = {
  better: "better than the baseline",
  worse: "worse than the baseline",
  undecided: "undecided: the interval holds 0",
};

function comparisonFacts({ metric, baseline, difference, interval, verdict }: ReportedComparison): FactsBlock {
  return {
    kind: "facts",
    title: `Against ${baseline}, on the same resamples`,
    facts: [
      { name: `${metric}: model minus baseline`, value: difference },
      ...(interval === undefined
        ? []
        : [
            { name: "interval", value: interval },
            { name: "level", value: interval.level, format: "percent" as const },
          ]),
      { name: "verdict", value: verdicts[verdict] },
    ],
  };
}

function foldTable({ strategy, folds, metrics }: ReportedFolds): TableBlock {
  return {
    kind: "table",
    caption: `Cross-validation, ${strategy}`,
    columns: [
      { name: "metric" },
      { name: "mean" },
      { name: "deviation" },
      ...folds.map((_, at) => ({ name: `fold ${at + 1}` })),
    ],
    rows: metrics.map(({ name, mean, deviation, values }) => [name, mean, deviation, ...values]),
  };
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
