import { assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { countText } from "../chart/count-text.ts";
import { joinBounding } from "../chart/named-colours.ts";
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

export interface ForecastChartOptions extends ChartOptions {
  /** Draws only so many points from the end, and says so. */
  readonly last?: number;
}

/**
 * What came true and what was forecast for it, over time, with the band around the forecast.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export async function forecastChart(data: ForecastChartData, { title, last }: ForecastChartOptions): Promise<Chart> {
  const end = (values: Series): Series =>
    from === 0 ? values : Float64Array.from({ length: values.length - from }, (_, at) => numberAt(values, from + at));
  const { instants, truth, predicted, band, valueTitle } = data;
  assertSameLength(title, { instants, truth, predicted });
  const from = last === undefined ? 0 : Math.max(0, instants.length - last);
  const limits = band === undefined ? "" : " The area around the prediction is its error band.";
  const chart = await lineChart(
    {
      x: end(instants),
      xKind: "instant",
      xTitle: "time (UTC)",
      yTitle: valueTitle,
      lines: [
        { name: "truth", y: end(truth) },
        { name: "prediction", y: end(predicted) },
      ],
      ...(band === undefined ? {} : { band: { of: "prediction", lower: end(band.lower), upper: end(band.upper) } }),
    },
    { title, description: `Truth and prediction over time.${limits}`, wide: true, colours: [ink, series[1]] },
  );
  if (from === 0) return chart;
  const part = `the last ${countText(instants.length - from)} of ${countText(instants.length)} points`;
  return { ...chart, bounding: joinBounding(part, chart.bounding) };
}
