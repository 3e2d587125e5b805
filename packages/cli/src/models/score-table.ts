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

/**
 * One row for each predictor, one column for each metric with its unit.
 *
 * @param targetUnit unit of what is predicted, such as `points`
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
  return renderTable(
    [heading, ...metrics.map((metric) => headingOf(metric, targetUnit))],
    predictors.map((predictor) => [
      names[predictor] ?? predictor,
      ...metrics.map((metric) => scores[predictor]?.[metric]?.toFixed(3) ?? null),
    ]),
    style,
  );
}

function headingOf(metric: string, targetUnit: string): string {
  const units = { target: targetUnit, "target-squared": `${targetUnit}²`, percent: "%", none: undefined };
  const unit = units[regressionMetrics[metric]?.unit ?? "none"];
  return unit === undefined ? metric.toUpperCase() : `${metric.toUpperCase()} (${unit})`;
}
