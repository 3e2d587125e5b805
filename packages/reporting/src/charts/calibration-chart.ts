import { rateAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding } from "../chart/named-colours.ts";
import { referenceLine } from "../chart/reference-line.ts";

/** Rows whose probability lies in one bin. */
export interface CalibrationBin {
  /** Mean probability given. */
  readonly predicted: number;
  /** Share that came true. */
  readonly observed: number;
  readonly n: number;
}

export interface CalibrationCurveData {
  readonly name: string;
  readonly bins: readonly CalibrationBin[];
}

/** Bins of one curve; the rest is left out and said. */
const MOST_BINS = 100;

/** Reliability diagram: how often what was given a probability came true. On the diagonal both agree. */
export async function calibrationChart(
  curves: readonly CalibrationCurveData[],
  { title }: ChartOptions,
): Promise<Chart> {
  const drawn = curves.slice(0, MOST_SERIES);
  const { labels, colour } = namedColours(drawn.map(({ name }) => name));
  const [x, y] = [rateAxis("x", "mean predicted probability"), rateAxis("y", "share that came true")];
  const most = drawn.reduce((count, { bins }) => Math.max(count, bins.length), 0);
  const values = drawn.flatMap(({ bins }, at) =>
    bins.slice(0, MOST_BINS).map(({ predicted, observed }) => ({ x: predicted, y: observed, series: labels[at] })),
  );
  return draw({
    ...NARROW,
    title,
    description: "Share that came true by predicted probability, in bins. The dashed diagonal is perfect calibration.",
    bounding: joinBounding(
      seriesBounding(drawn.length, curves.length, "curves"),
      seriesBounding(Math.min(most, MOST_BINS), most, "bins"),
    ),
    spec: {
      layer: [
        referenceLine({ x: 0, y: 0 }, { x: 1, y: 1 }, x, y),
        {
          data: { values },
          mark: { type: "line", strokeWidth: 2, order: false, point: { size: 36, opacity: 1 } },
          encoding: { x, y, color: colour },
        },
      ],
    },
  });
}
