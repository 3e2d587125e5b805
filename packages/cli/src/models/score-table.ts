import { regressionMetrics } from "@mlops/evaluation";

import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";

type Scores = Readonly<Record<string, number | null>>;

/** How the predictors of a forecast are called, in the order in which they are shown. */
const names: Readonly<Record<string, string>> = {
  model: "model",
  persistence: "score persistence",
  componentPersistence: "component persistence",
  climatology: "hourly climatology",
};

/** More columns than this do not fit a terminal. */
const MOST_COLUMNS = 6;

/**
 * One row for each predictor, one column for each metric with its unit; turned round where there are many metrics.
 *
 * @param targetUnit unit of what is predicted, such as `points`; empty where it is not known
 */
export function renderScores(
  heading: string,
  model: Scores,
  baselines: Readonly<Record<string, Scores>>,
  targetUnit: string,
  style: Style,
): string {
  const scores: Readonly<Record<string, Scores>> = { model, ...baselines };
  const metrics = Object.keys(model);
  const predictors = [
    ...Object.keys(names).filter((name) => Object.hasOwn(scores, name)),
    ...Object.keys(scores).filter((name) => !Object.hasOwn(names, name)),
  ];
  const cell = (predictor: string, metric: string) => scores[predictor]?.[metric]?.toFixed(3) ?? null;
  const called = predictors.map((predictor) => names[predictor] ?? predictor);
  const headings = metrics.map((metric) => headingOf(metric, targetUnit));
  if (metrics.length > MOST_COLUMNS) {
    const rows = metrics.map((metric, at) => [
      headings[at]?.toLowerCase() ?? metric,
      ...predictors.map((predictor) => cell(predictor, metric)),
    ]);
    return renderTable([heading, ...called.map((name) => name.toUpperCase())], rows, style);
  }
  return renderTable(
    [heading, ...headings],
    predictors.map((predictor, at) => [called[at] ?? predictor, ...metrics.map((metric) => cell(predictor, metric))]),
    style,
  );
}

function headingOf(metric: string, targetUnit: string): string {
  const units = {
    target: targetUnit,
    "target-squared": targetUnit === "" ? "" : `${targetUnit}²`,
    percent: "%",
    none: undefined,
  };
  const unit = units[regressionMetrics[metric]?.unit ?? "none"];
  return unit === undefined || unit === "" ? metric.toUpperCase() : `${metric.toUpperCase()} (${unit})`;
}
