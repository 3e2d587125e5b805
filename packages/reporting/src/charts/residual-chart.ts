import { assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { scatterChart } from "./scatter-chart.ts";

export interface PredictionPairs {
  readonly truth: Series;
  readonly predicted: Series;
  /** Of the target, with its unit. */
  readonly valueTitle: string;
}

/**
 * Residuals (truth − prediction) by prediction: no pattern around the dashed zero is the aim.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export function residualChart(
  { truth, predicted, valueTitle }: PredictionPairs,
  { title }: ChartOptions,
): Promise<Chart> {
  return scatterChart(
    {
      x: predicted,
      y: residualsOf(truth, predicted, title),
      xTitle: `predicted ${valueTitle}`,
      yTitle: "residual (truth − prediction)",
      reference: "zero",
    },
    { title, description: "Residual, truth minus prediction, by predicted value. The dashed line is zero." },
  );
}

/**
 * Predicted by true value; on the dashed diagonal both are equal.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export function predictionChart(
  { truth, predicted, valueTitle }: PredictionPairs,
  { title }: ChartOptions,
): Promise<Chart> {
  return scatterChart(
    { x: truth, y: predicted, xTitle: `true ${valueTitle}`, yTitle: `predicted ${valueTitle}`, reference: "identity" },
    { title, description: "Predicted by true value. On the dashed diagonal both are equal." },
  );
}

/** Truth − prediction, NaN where one of them is missing. */
export function residualsOf(truth: Series, predicted: Series, chart: string): Float64Array {
  assertSameLength(chart, { truth, predicted });
  return Float64Array.from({ length: truth.length }, (_, index) => numberAt(truth, index) - numberAt(predicted, index));
}
