import type { Chart, ChartOptions } from "../chart/chart.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { plainLabel, plainLabels } from "../chart/plain-label.ts";
import { ink, series } from "../chart/theme.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Of an interval around the value. */
  readonly lower?: number;
  readonly upper?: number;
}

export interface BarChartData {
  readonly valueTitle: string;
  readonly bars: readonly Bar[];
}

export interface BarChartOptions extends ChartOptions {
  readonly description: string;
  /** `size` (default): the largest |value| first; `given`: as passed. */
  readonly order?: "size" | "given";
}

const MOST_BARS = 20;

/** Horizontal bars, at most twenty, with their intervals where there are some. */
export async function barChart({ valueTitle, bars }: BarChartData, options: BarChartOptions): Promise<Chart> {
  const ordered = options.order === "given" ? bars : bars.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const drawn = ordered.slice(0, MOST_BARS);
  const labels = plainLabels(drawn.map(({ label }) => label));
  const values = drawn.map((bar, at) => ({ ...bar, label: labels[at] }));
  const y = {
    field: "label",
    type: "ordinal",
    title: null,
    scale: { domain: labels, paddingInner: 0.25 },
    axis: { ticks: false, domain: false, labelPadding: 6 },
  } as const;
  const x = { type: "quantitative", title: plainLabel(valueTitle), axis: { tickCount: 5 } } as const;
  const which = options.order === "given" ? "first" : "largest";
  return draw({
    width: NARROW.width,
    height: Math.max(120, 60 + drawn.length * 20),
    title: options.title,
    description: options.description,
    bounding: drawn.length < bars.length ? `the ${which} ${drawn.length} of ${bars.length}` : null,
    spec: {
      data: { values },
      layer: [
        { mark: { type: "bar", color: series[0] }, encoding: { x: { ...x, field: "value" }, y } },
        {
          data: { values: values.filter(({ lower, upper }) => lower !== undefined && upper !== undefined) },
          mark: { type: "rule", color: ink, strokeWidth: 1.5 },
          encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y },
        },
      ],
    },
  });
}
