import { type Histogram, histogramOf } from "../bounding/histogram-bins.ts";
import type { Series } from "../bounding/series.ts";
import { numericAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { countText } from "../chart/count-text.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding, tinted } from "../chart/named-colours.ts";

export interface HistogramData {
  readonly xTitle: string;
  /** One group shows rows; several show each bin's share of its group, so that a rare one can be seen. */
  readonly groups: readonly { readonly name: string; readonly values: Series }[];
}

/** Values in up to 50 bins of equal width, for up to six groups. */
export async function histogramChart({ xTitle, groups }: HistogramData, { title }: ChartOptions): Promise<Chart> {
  const drawn = groups.slice(0, MOST_SERIES);
  const histogram = histogramOf(drawn.map(({ values }) => values));
  const { labels, colour } = namedColours(drawn.map(({ name }) => name));
  const shares = drawn.length > 1;
  const x = numericAxis("x", xTitle);
  const y = {
    ...numericAxis("y", shares ? "share of the group" : "rows"),
    stack: null,
    scale: { zero: true },
  } as const;
  const rows = histogram.present.reduce((sum, count) => sum + count, 0);
  return draw({
    ...NARROW,
    title,
    description: `Distribution of ${xTitle}${shares ? ` for ${labels.join(", ")}` : ""}.`,
    bounding: joinBounding(
      seriesBounding(drawn.length, groups.length, "groups"),
      `${countText(rows)} values in ${Math.max(histogram.edges.length - 1, 0)} bins`,
    ),
    spec: {
      data: { values: shares ? stepRows(histogram, labels, colour.scale.range) : barRows(histogram, labels[0]) },
      layer: shares
        ? [
            {
              mark: { type: "area", interpolate: "step-after", opacity: 0.15 },
              encoding: { x, y, fill: tinted },
            },
            { mark: { type: "line", interpolate: "step-after", strokeWidth: 1.8 }, encoding: { x, y, stroke: colour } },
          ]
        : [
            {
              mark: { type: "bar", binSpacing: 1 },
              encoding: { x: { ...x, bin: "binned" }, x2: { field: "end" }, y, color: colour },
            },
          ],
    },
  });
}

function barRows({ edges, counts }: Histogram, series = "") {
  return (counts[0] ?? []).map((count, bin) => ({ x: edges[bin], end: edges[bin + 1], y: count, series }));
}

/** A step per bin; the last is repeated at the upper end, which the line goes on to. */
function stepRows({ edges, counts, present }: Histogram, labels: readonly string[], tints: readonly string[]) {
  return counts.flatMap((list, group) => {
    const share = (count: number): number => count / Math.max(present[group] ?? 0, 1);
    return edges.map((edge, at) => ({
      x: edge,
      y: share(list[Math.min(at, list.length - 1)] ?? 0),
      series: labels[group],
      tint: tints[group],
    }));
  });
}
