import type { Series } from "../bounding/series.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { ink, series } from "../chart/theme.ts";
import { lineChart } from "./line-chart.ts";

export interface ForecastChartData {
  /** Target instants, UTC milliseconds, ascending. */
  readonly instants: Series;
  readonly truth: Series;
  readonly predicted: Series;
  /** Limits that are to hold the truth. */
  readonly band?: { readonly lower: Series; readonly upper: Series };
  /** Of the target, with its unit. */
  readonly valueTitle: string;
}

/**
 * What came true and what was forecast for it, over time, with the band around the forecast.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export function forecastChart(data: ForecastChartData, { title }: ChartOptions): Promise<Chart> {
  const { instants, truth, predicted, band, valueTitle } = data;
  const limits = band === undefined ? "" : " The area around the prediction is its error band.";
  return lineChart(
    {
      x: instants,
      xKind: "instant",
      xTitle: "time (UTC)",
      yTitle: valueTitle,
      lines: [
        { name: "truth", y: truth },
        { name: "prediction", y: predicted },
      ],
      ...(band === undefined ? {} : { band: { of: "prediction", ...band } }),
    },
    { title, description: `Truth and prediction over time.${limits}`, wide: true, colours: [ink, series[1]] },
  );
}
