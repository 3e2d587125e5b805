import { binExtremes } from "../bounding/bin-extremes.ts";
import { assertAscending, assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import { instantAxis, numericAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { keptOf, longest } from "../chart/count-text.ts";
import { type ChartLayer, type ChartEncoding, draw, NARROW, type PositionEncoding, WIDE } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding } from "../chart/named-colours.ts";
import { quiet, seriesColour } from "../chart/theme.ts";

export interface LineChartData {
  /** Ascending, none missing. */
  readonly x: Series;
  /** `instant`: UTC milliseconds, labelled in UTC. Default `number`. */
  readonly xKind?: "number" | "instant";
  readonly xTitle: string;
  readonly yTitle: string;
  /** Each as long as x; a missing value is a gap. The first six are drawn. */
  readonly lines: readonly NamedLine[];
  /** An area between two limits, in the colour of the line it belongs to. */
  readonly band?: Band;
  /** A vertical line at this x: a chosen threshold, the start of a part. */
  readonly marked?: number;
}

export interface NamedLine {
  readonly name: string;
  readonly y: Series;
}

export interface Band {
  /** Of the line, by name. */
  readonly of: string;
  readonly lower: Series;
  readonly upper: Series;
}

export interface LineChartOptions extends ChartOptions {
  readonly description: string;
  /** Over the whole width of a page. Default false. */
  readonly wide?: boolean;
  /** Of the lines, by position; default those of all charts. */
  readonly colours?: readonly string[];
}

/**
 * Lines over a common x, thinned per column of two to three pixels.
 *
 * @throws MlopsError REPORT_DATA_INVALID
 */
export async function lineChart(data: LineChartData, options: LineChartOptions): Promise<Chart> {
  const { x, lines, band, marked } = data;
  assertSeries(data, options.title);
  const drawn = lines.slice(0, MOST_SERIES);
  const bins = options.wide === true ? 300 : 150;
  const named = namedColours(
    drawn.map(({ name }) => name),
    options.colours,
  );
  const axes = {
    x: data.xKind === "instant" ? instantAxis("x", data.xTitle) : numericAxis("x", data.xTitle),
    y: numericAxis("y", data.yTitle),
  };
  const kept = drawn.map(({ y }) => binExtremes(x, y, bins));
  const rows = drawn.flatMap(({ y }, at) => lineRows(x, y, named.labels[at] ?? "", kept[at] ?? new Uint32Array()));
  const layers: ChartLayer[] = [];
  if (band !== undefined) layers.push(bandLayer(x, band, bins, axes, named.colour.scale.range[bandedLine(data)]));
  if (marked !== undefined) layers.push(markedLayer(marked, axes.x));
  layers.push({
    mark: { type: "line", strokeWidth: 1.8, strokeJoin: "round", invalid: "break-paths-show-domains" },
    encoding: { ...axes, stroke: named.colour },
  });
  return draw({
    ...(options.wide === true ? WIDE : NARROW),
    title: options.title,
    description: options.description,
    bounding: joinBounding(
      seriesBounding(drawn.length, lines.length, "lines"),
      keptOf(longest(kept), x.length, "first, lowest, highest and last of each column"),
    ),
    spec: { data: { values: rows }, layer: layers },
  });
}

function assertSeries({ x, lines, band }: LineChartData, title: string): void {
  assertAscending(title, "x", x);
  assertSameLength(title, { x, ...Object.fromEntries(lines.map(({ name, y }) => [name, y])) });
  if (band !== undefined) assertSameLength(title, { x, lower: band.lower, upper: band.upper });
}

function lineRows(x: Series, y: Series, label: string, kept: Uint32Array) {
  return Array.from(kept, (index) => ({ x: numberAt(x, index), y: presentAt(y, index), series: label }));
}

function presentAt(series: Series, index: number): number | null {
  const value = numberAt(series, index);
  return Number.isNaN(value) ? null : value;
}

function bandedLine({ band, lines }: LineChartData): number {
  return Math.max(
    0,
    lines.findIndex(({ name }) => name === band?.of),
  );
}

function bandLayer(
  x: Series,
  { lower, upper }: Band,
  bins: number,
  axes: ChartEncoding,
  colour = seriesColour(0),
): ChartLayer {
  const kept = [...new Set([...binExtremes(x, lower, bins), ...binExtremes(x, upper, bins)])].sort((a, b) => a - b);
  const values = kept.map((index) => ({
    x: numberAt(x, index),
    y: presentAt(lower, index),
    y2: presentAt(upper, index),
  }));
  return {
    data: { values },
    mark: { type: "area", color: colour, opacity: 0.2, invalid: "break-paths-show-domains" },
    encoding: { ...axes, y2: { field: "y2" } },
  };
}

function markedLayer(x: number, encoding: PositionEncoding): ChartLayer {
  return {
    data: { values: [{ x }] },
    mark: { type: "rule", color: quiet, strokeDash: [4, 4], strokeWidth: 1.5 },
    encoding: { x: encoding },
  };
}
