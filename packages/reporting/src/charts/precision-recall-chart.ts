import { largestTriangles } from "../bounding/largest-triangle.ts";
import { assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import { rateAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { keptOf, longest } from "../chart/count-text.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding } from "../chart/named-colours.ts";
import { decimalText } from "../chart/number-text.ts";
import { plainLabel } from "../chart/plain-label.ts";
import { referenceLine } from "../chart/reference-line.ts";

export interface PrecisionRecallCurveData {
  /** Of the class or model; shown where there are several curves. */
  readonly name: string;
  readonly precision: Series;
  /** In one direction: from 1 down or from 0 up. */
  readonly recall: Series;
  /** Average precision of the whole curve. */
  readonly area: number;
  /** Share of positives, the precision of chance. */
  readonly prevalence: number;
}

const MOST_POINTS = 400;

/**
 * Precision by recall of up to six curves. The dashed level is chance, where there is one curve.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export async function precisionRecallChart(
  curves: readonly PrecisionRecallCurveData[],
  { title }: ChartOptions,
): Promise<Chart> {
  const drawn = curves.slice(0, MOST_SERIES);
  const { labels, colour } = namedColours(
    drawn.map(({ name, area }) => `${plainLabel(name, 15)} (${decimalText(area)})`),
  );
  const [x, y] = [rateAxis("x", "recall"), rateAxis("y", "precision")];
  const kept = drawn.map(({ recall, precision }) => {
    assertSameLength(title, { recall, precision });
    return largestTriangles(recall, precision, MOST_POINTS);
  });
  const values = drawn.flatMap(({ recall, precision }, at) =>
    Array.from(kept[at] ?? [], (index) => ({
      x: numberAt(recall, index),
      y: numberAt(precision, index),
      series: labels[at],
    })),
  );
  const chance = drawn.length === 1 ? drawn.map(({ prevalence }) => prevalence) : [];
  const level = chance.map((share) => ` The dashed level is chance, ${decimalText(share)}.`).join("");
  return draw({
    ...NARROW,
    title,
    description: `Precision by recall. Average precision: ${drawn.map(({ name, area }) => `${name} ${decimalText(area)}`).join(", ")}.${level}`,
    bounding: joinBounding(
      seriesBounding(drawn.length, curves.length, "curves"),
      keptOf(longest(kept), longest(drawn.map(({ recall }) => recall)), "largest triangles"),
    ),
    spec: {
      layer: [
        ...chance.map((share) => referenceLine({ x: 0, y: share }, { x: 1, y: share }, x, y)),
        { data: { values }, mark: { type: "line", strokeWidth: 2, order: false }, encoding: { x, y, color: colour } },
      ],
    },
  });
}
