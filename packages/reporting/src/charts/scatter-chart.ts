import { densityGrid } from "../bounding/density-grid.ts";
import { type Extent, extentOf } from "../bounding/extent.ts";
import { assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import { numericAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { DOT } from "../chart/compact-svg.ts";
import { countText } from "../chart/count-text.ts";
import { type ChartLayer, type ChartEncoding, draw, NARROW } from "../chart/draw.ts";
import { referenceLine } from "../chart/reference-line.ts";
import { ink, series } from "../chart/theme.ts";

export interface ScatterData {
  readonly x: Series;
  readonly y: Series;
  readonly xTitle: string;
  readonly yTitle: string;
  /** A dashed line over the points: x = y with the same scale on both axes, or y = 0. */
  readonly reference?: "identity" | "zero";
}

export interface ScatterOptions extends ChartOptions {
  readonly description: string;
}

/** Beyond this many points their density is drawn. */
const MOST_POINTS = 2000;
/** Cells of the density, across and up. */
const SIDE = 48;
/** Steps of the colour of a density. */
const LEVELS = 10;

/**
 * Points, or the density of more than 2,000 of them on a grid of 48 × 48 cells. Points without one coordinate are left out.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export async function scatterChart(data: ScatterData, { title, description }: ScatterOptions): Promise<Chart> {
  const { x, y } = data;
  assertSameLength(title, { x, y });
  const square = data.reference === "identity" ? extentOf(x, y) : null;
  const domain = square === null ? {} : { domain: padded(square) };
  const axes = { x: numericAxis("x", data.xTitle, domain), y: numericAxis("y", data.yTitle, domain) };
  const { layer, bounding } = x.length > MOST_POINTS ? densityLayer(x, y, axes) : pointLayer(x, y, axes);
  const line = referenceOf(data, square);
  return draw({
    ...NARROW,
    title,
    description,
    bounding,
    spec: { layer: [layer, ...(line === null ? [] : [referenceLine(...line, axes.x, axes.y, ink)])] },
  });
}

function referenceOf({ x, reference }: ScatterData, square: Extent | null) {
  const across = square ?? extentOf(x);
  if (reference === undefined || across === null) return null;
  const { low, high } = across;
  if (reference === "zero")
    return [
      { x: low, y: 0 },
      { x: high, y: 0 },
    ] as const;
  return [
    { x: low, y: low },
    { x: high, y: high },
  ] as const;
}

function padded({ low, high }: Extent): Extent {
  const margin = (high - low) * 0.03 || 0.5;
  return { low: low - margin, high: high + margin };
}

interface BoundedLayer {
  readonly layer: ChartLayer;
  readonly bounding: string | null;
}

function pointLayer(x: Series, y: Series, axes: ChartEncoding): BoundedLayer {
  const values = Array.from({ length: x.length }, (_, index) => ({ x: numberAt(x, index), y: numberAt(y, index) }));
  const present = values.filter((point) => !Number.isNaN(point.x) && !Number.isNaN(point.y));
  const layer: ChartLayer = {
    data: { values: present },
    mark: { type: "point", shape: DOT, stroke: series[0], strokeWidth: 4, strokeCap: "round", opacity: 0.55 },
    encoding: axes,
  };
  const bounding = present.length < values.length ? missingText(present.length, values.length) : null;
  return { layer, bounding };
}

function densityLayer(x: Series, y: Series, axes: ChartEncoding): BoundedLayer {
  const { cells, points, most } = densityGrid(x, y, SIDE);
  const level = (count: number): number => Math.max(1, Math.ceil((Math.log1p(count) / Math.log1p(most)) * LEVELS));
  // Cells of one colour follow each other, so that they are drawn as one path.
  const values = cells
    .map(({ left, right, bottom, top, count }) => ({
      x: left,
      x2: right,
      y: bottom,
      y2: top,
      level: level(count) / LEVELS,
    }))
    .sort((a, b) => a.level - b.level);
  const layer: ChartLayer = {
    data: { values },
    mark: { type: "rect", color: series[0] },
    encoding: {
      ...axes,
      x2: { field: "x2" },
      y2: { field: "y2" },
      opacity: { field: "level", type: "quantitative", scale: null, legend: null },
    },
  };
  const left = points < x.length ? `; ${missingText(points, x.length)}` : "";
  const bounding = `${countText(points)} points in ${SIDE} × ${SIDE} cells, stronger colour for more, up to ${countText(most)} (logarithmic)${left}`;
  return { layer, bounding };
}

function missingText(present: number, all: number): string {
  return `${countText(all - present)} of ${countText(all)} points lack a coordinate`;
}
