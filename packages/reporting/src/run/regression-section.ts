import type { Chart } from "../chart/chart.ts";
import { forecastChart } from "../charts/forecast-chart.ts";
import { histogramChart } from "../charts/histogram-chart.ts";
import { quantileChart } from "../charts/quantile-chart.ts";
import { predictionChart, residualChart, residualsOf } from "../charts/residual-chart.ts";
import type { Block, Fact } from "../document/report.ts";
import { metricBlocks, sliceTable } from "./metric-blocks.ts";
import type { RegressionReport } from "./run-report-data.ts";
import { sliceChart } from "./slice-chart.ts";

/** Metrics and baselines, the series over time, residuals and slices of one target. */
export async function regressionBlocks(report: RegressionReport): Promise<readonly Block[]> {
  const slices = sliceTable(report);
  return [
    { kind: "facts", facts: factsOf(report) },
    ...metricBlocks(report),
    ...(await regressionCharts(report)).map((chart) => ({ kind: "chart", chart }) as const),
    ...(slices === null ? [] : [slices]),
  ];
}

function factsOf({ target, unit, part, truth, band, sampledFrom }: RegressionReport): readonly Fact[] {
  return [
    { name: "target", value: target },
    { name: "task", value: "regression" },
    ...(unit === undefined ? [] : [{ name: "unit", value: unit }]),
    { name: "judged on", value: part },
    { name: "rows judged", value: sampledFrom ?? truth.length },
    ...(sampledFrom === undefined ? [] : [{ name: "rows drawn, evenly taken", value: truth.length }]),
    ...(band === undefined ? [] : [{ name: "error band holds", value: band.level, format: "percent" as const }]),
  ];
}

/** Points at the end of a long series that are drawn once more, so that single ones can be told: a week of hours. */
const LAST = 168;

async function regressionCharts(report: RegressionReport): Promise<readonly Chart[]> {
  const { truth, predicted, target, unit, instants, band, sampledFrom } = report;
  const valueTitle = unit === undefined ? target : `${target} (${unit})`;
  const pairs = { truth, predicted, valueTitle };
  const residuals = residualsOf(truth, predicted, `Residuals of ${target}`);
  const residualTitle = unit === undefined ? "residual" : `residual (${unit})`;
  const series =
    instants === undefined ? null : { instants, valueTitle, truth, predicted, ...(band === undefined ? {} : { band }) };
  const charts = await Promise.all([
    series === null ? null : forecastChart(series, { title: "Truth and prediction over time" }),
    series === null || truth.length <= 2 * LAST || sampledFrom !== undefined
      ? null
      : forecastChart(series, { title: "Truth and prediction, the end", last: LAST }),
    predictionChart(pairs, { title: "Predicted and true values" }),
    residualChart(pairs, { title: "Residuals by prediction" }),
    histogramChart(
      { xTitle: residualTitle, groups: [{ name: "residual", values: residuals }] },
      { title: "Distribution of residuals" },
    ),
    quantileChart(
      { values: residuals, valueTitle: residualTitle },
      { title: "Residuals against a normal distribution" },
    ),
    sliceChart(report),
  ]);
  return charts.filter((chart) => chart !== null);
}
