import { normalQuantile } from "../bounding/normal-quantile.ts";
import { numberAt, type Series } from "../bounding/series.ts";
import { numericAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { DOT } from "../chart/compact-svg.ts";
import { keptOf } from "../chart/count-text.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { referenceLine } from "../chart/reference-line.ts";
import { series } from "../chart/theme.ts";

export interface QuantileData {
  readonly values: Series;
  readonly valueTitle: string;
}

const MOST_POINTS = 250;

/**
 * Normal quantile-quantile plot. The i-th smallest of n values stands over the normal quantile of (i − ½) / n; the dashed
 * line goes through the quartiles. Thinned evenly along the normal axis, both ends kept.
 */
export async function quantileChart({ values, valueTitle }: QuantileData, { title }: ChartOptions): Promise<Chart> {
  const sorted = presentSorted(values);
  const points = thinned(sorted);
  const [x, y] = [numericAxis("x", "standard normal quantile"), numericAxis("y", valueTitle)];
  const line = quartileLine(sorted);
  return draw({
    ...NARROW,
    title,
    description: `Sorted values of ${valueTitle} by the quantiles of a normal distribution. On the dashed line they are normally distributed.`,
    bounding: keptOf(points.length, sorted.length, "evenly spread over the normal axis"),
    spec: {
      layer: [
        ...(line === null ? [] : [referenceLine(...line, x, y)]),
        {
          data: { values: points },
          mark: { type: "point", shape: DOT, stroke: series[0], strokeWidth: 4, strokeCap: "round", opacity: 0.8 },
          encoding: { x, y },
        },
      ],
    },
  });
}

function presentSorted(values: Series): Float64Array {
  const all = Float64Array.from({ length: values.length }, (_, index) => numberAt(values, index));
  return all.filter((value) => !Number.isNaN(value)).sort();
}

function thinned(sorted: Float64Array): readonly { readonly x: number; readonly y: number }[] {
  const n = sorted.length;
  const step = n > MOST_POINTS ? (-2 * normalQuantile(0.5 / n)) / (MOST_POINTS - 1) : 0;
  const points: { x: number; y: number }[] = [];
  let next = Number.NEGATIVE_INFINITY;
  for (const [index, y] of sorted.entries()) {
    const x = normalQuantile((index + 0.5) / n);
    if (x < next && index < n - 1) continue;
    points.push({ x, y });
    next = x + step;
  }
  return points;
}

function quartileLine(sorted: Float64Array) {
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || sorted.length < 4) return null;
  const [lower, upper] = [
    sorted[Math.floor((sorted.length - 1) / 4)] ?? first,
    sorted[Math.ceil((3 * (sorted.length - 1)) / 4)] ?? last,
  ];
  const slope = (upper - lower) / (2 * normalQuantile(0.75));
  const end = normalQuantile(1 - 0.5 / sorted.length);
  const middle = (lower + upper) / 2;
  return [
    { x: -end, y: middle - slope * end },
    { x: end, y: middle + slope * end },
  ] as const;
}
