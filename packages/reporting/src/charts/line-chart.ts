import { binExtremes } from "../bounding/bin-extremes.ts";
import { assertAscending, assertSameLength, numberAt, type Series } from "../bounding/series.ts";
import { instantAxis, numericAxis } from "../chart/axes.ts";
import type { Chart, ChartOptions } from "../chart/chart.ts";
import { keptOf } from "../chart/count-text.ts";
import { type ChartLayer, type ChartEncoding, draw, NARROW, type PositionEncoding, WIDE } from "../chart/draw.ts";
import { joinBounding, MOST_SERIES, namedColours, seriesBounding } from "../chart/named-colours.ts";
import { quiet } from "../chart/theme.ts";

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
  const size = options.wide === true ? WIDE : NARROW;
  const bins = options.wide === true ? 300 : 150;
  const { labels, colour } = namedColours(
    drawn.map(({ name }) => name),
    options.colours,
  );
  const kept = drawn.map(({ y }) => binExtremes(x, y, bins));
  const encoding = {
    x: data.xKind === "instant" ? instantAxis("x", data.xTitle) : numericAxis("x", data.xTitle),
    y: numericAxis("y", data.yTitle),
    stroke: colour,
  };
  const rows = drawn.flatMap(({ y }, at) => rowsOf(x, y, labels[at] ?? "", kept[at] ?? new Uint32Array()));
  const most = kept.reduce((longest, { length }) => Math.max(longest, length), 0);
  return draw({
    ...size,
    title: options.title,
    description: options.description,
    bounding: joinBounding(
      seriesBounding(drawn.length, lines.length, "lines"),
      keptOf(most, x.length, "first, lowest, highest and last of each column"),
    ),
    spec: {
      data: { values: rows },
      layer: [
        ...(band === undefined
          ? []
          : [
              bandLayer(bandRows(x, band, bandLabel(data, labels), bins), {
                x: encoding.x,
                y: encoding.y,
                fill: { ...colour, legend: null },
              }),
            ]),
        ...(marked === undefined ? [] : [markedLayer(marked, encoding.x)]),
        {
          mark: { type: "line", strokeWidth: 1.8, strokeJoin: "round", invalid: "break-paths-show-domains" },
          encoding,
        },
      ],
    },
  });
}

function assertSeries({ x, lines, band }: LineChartData, title: string): void {
  assertAscending(title, "x", x);
  assertSameLength(title, { x, ...Object.fromEntries(lines.map(({ name, y }) => [name, y])) });
  if (band !== undefined) assertSameLength(title, { x, lower: band.lower, upper: band.upper });
}

function rowsOf(x: Series, y: Series, label: string, kept: Uint32Array) {
  return Array.from(kept, (index) => ({ x: numberAt(x, index), y: presentAt(y, index), series: label }));
}

function presentAt(series: Series, index: number): number | null {
  const value = numberAt(series, index);
  return Number.isNaN(value) ? null : value;
}

function bandLabel({ band, lines }: LineChartData, labels: readonly string[]): string {
  return labels[lines.findIndex(({ name }) => name === band?.of)] ?? "";
}

function bandRows(x: Series, { lower, upper }: Band, label: string, bins: number): readonly object[] {
  const kept = [...new Set([...binExtremes(x, lower, bins), ...binExtremes(x, upper, bins)])].sort((a, b) => a - b);
  return kept.map((index) => ({
    x: numberAt(x, index),
    y: presentAt(lower, index),
    y2: presentAt(upper, index),
    series: label,
  }));
}

function bandLayer(values: readonly object[], encoding: ChartEncoding): ChartLayer {
  return {
    data: { values: [...values] },
    mark: { type: "area", opacity: 0.2, invalid: "break-paths-show-domains" },
    encoding: { ...encoding, y2: { field: "y2" } },
  };
}

function markedLayer(x: number, encoding: PositionEncoding): ChartLayer {
  return {
    data: { values: [{ x }] },
    mark: { type: "rule", color: quiet, strokeDash: [4, 4], strokeWidth: 1.5 },
    encoding: { x: encoding },
  };
}
