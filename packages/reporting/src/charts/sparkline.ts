import { binExtremes } from "../bounding/bin-extremes.ts";
import { divisible, extentOf } from "../bounding/extent.ts";
import { numberAt, type Series } from "../bounding/series.ts";
import { escapeMarkup } from "../chart/escape.ts";
import { series } from "../chart/theme.ts";

const WIDTH = 100;
const HEIGHT = 22;
const BINS = 50;

/** A line without axes for a cell of a table, as SVG: at most 200 of the values, gaps where they are missing. */
export function sparkline(values: Series, label: string): string {
  const extent = extentOf(values);
  const places = Float64Array.from({ length: values.length }, (_, index) => index);
  const path = extent === null ? "" : pathOf(values, places, divisible(extent));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<title>${escapeMarkup(label)}</title><path d="${path}" fill="none" stroke="${series[0]}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/></svg>`
  );
}

function pathOf(values: Series, places: Float64Array, { low, high }: { low: number; high: number }): string {
  const across = (WIDTH - 4) / Math.max(values.length - 1, 1);
  let [path, drawing] = ["", false];
  for (const index of binExtremes(places, values, BINS)) {
    const value = numberAt(values, index);
    if (Number.isNaN(value)) {
      drawing = false;
      continue;
    }
    const [x, y] = [2 + index * across, HEIGHT - 2 - ((value - low) / (high - low)) * (HEIGHT - 4)];
    path += `${drawing ? "L" : "M"}${round(x)},${round(y)}${drawing ? "" : "h0"}`;
    drawing = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
