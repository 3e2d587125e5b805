import { largestTriangles } from "../bounding/largest-triangle.ts";
import { assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import { rateAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { keptOf, longest } from "../chart/count-text.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding } from "../chart/named-colours.ts";
import { plainLabel } from "../chart/plain-label.ts";
import { referenceLine } from "../chart/reference-line.ts";
import { decimalText } from "../chart/number-text.ts";

export interface RocCurveData {
  /** Of the class or model; shown where there are several curves. */
  readonly name: string;
  /** From 0 to 1. */
  readonly falsePositiveRate: Series;
  readonly truePositiveRate: Series;
  /** Under the whole curve. */
  readonly area: number;
}

/** Points of one curve. */
const MOST_POINTS = 400;

/**
 * Receiver operating characteristic of up to six curves, with the diagonal of chance.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export async function rocChart(curves: readonly RocCurveData[], { title }: ChartOptions): Promise<Chart> {
  const drawn = curves.slice(0, MOST_SERIES);
  const { labels, colour } = namedColours(
    drawn.map(({ name, area }) => `${plainLabel(name, 15)} (${decimalText(area)})`),
  );
  const [x, y] = [rateAxis("x", "false positive rate"), rateAxis("y", "true positive rate")];
  const kept = drawn.map(({ falsePositiveRate, truePositiveRate }) => {
    assertSameLength(title, { falsePositiveRate, truePositiveRate });
    return largestTriangles(falsePositiveRate, truePositiveRate, MOST_POINTS);
  });
  const values = drawn.flatMap(({ falsePositiveRate, truePositiveRate }, at) =>
    Array.from(kept[at] ?? [], (index) => ({
      x: numberAt(falsePositiveRate, index),
      y: numberAt(truePositiveRate, index),
      series: labels[at],
    })),
  );
  return draw({
    ...NARROW,
    title,
    description: `True positive rate by false positive rate. Areas: ${drawn.map(({ name, area }) => `${name} ${decimalText(area)}`).join(", ")}. The dashed diagonal is chance.`,
    bounding: joinBounding(
      seriesBounding(drawn.length, curves.length, "curves"),
      keptOf(longest(kept), longest(drawn.map(({ falsePositiveRate }) => falsePositiveRate)), "largest triangles"),
    ),
    spec: {
      layer: [
        referenceLine({ x: 0, y: 0 }, { x: 1, y: 1 }, x, y),
        { data: { values }, mark: { type: "line", strokeWidth: 2, order: false }, encoding: { x, y, color: colour } },
      ],
    },
  });
}
