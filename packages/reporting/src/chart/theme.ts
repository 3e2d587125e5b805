import type { Config } from "vega-lite";

/**
 * Colours by role. A document sets the custom properties for light, dark and print; the value after the comma serves where
 * it does not. The hues are told apart with every common colour blindness: M. Okabe & K. Ito, Color Universal Design, 2008.
 */
export const series = [
  "var(--chart-1, #0072b2)",
  "var(--chart-2, #d55e00)",
  "var(--chart-3, #007d5a)",
  "var(--chart-4, #a8568b)",
  "var(--chart-5, #8a6d00)",
  "var(--chart-6, #3a8fc2)",
] as const;

/** Reference lines: chance, identity, zero. */
export const quiet = "var(--chart-quiet, #767676)";
export const ink = "currentColor";
/** Full cells of a heat map: dark enough for `onFill` in every theme. */
export const heat = "var(--chart-heat, #00538a)";
/** Text on a cell of a heat map that is more than two thirds full; `ink` is legible on emptier ones. */
export const onFill = "var(--chart-on-fill, #ffffff)";
const grid = "var(--chart-grid, #e3e3e3)";

/** The colour of a position; the sixth is followed by the first again. */
export function seriesColour(position: number): string {
  return series[position % series.length] ?? series[0];
}

export const config: Config = {
  aria: false,
  background: "transparent",
  font: "inherit",
  view: { stroke: null },
  axis: {
    domainColor: quiet,
    gridColor: grid,
    labelColor: ink,
    labelFontSize: 11,
    labelLimit: 150,
    tickColor: quiet,
    titleColor: ink,
    titleFontSize: 11,
    titleFontWeight: "normal",
    titlePadding: 6,
  },
  axisQuantitative: { labelFlush: false },
  legend: {
    direction: "horizontal",
    labelColor: ink,
    labelFontSize: 11,
    labelLimit: 150,
    orient: "top",
    symbolStrokeWidth: 2.5,
    title: null,
  },
};
