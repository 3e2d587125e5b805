import { numberAt, type Series } from "./series.ts";

/**
 * Positions of the points that a line keeps when it is drawn over `bins` columns of equal width: of each column the first,
 * the lowest, the highest and the last point. Drawn at one column a pixel, the line is the same as that of all points. A
 * missing value is kept where its column holds nothing else, so that a gap stays a gap. At most 4 · bins positions,
 * ascending; all of them where there are no more points than that.
 *
 * U. Jugel, Z. Jerzak, G. Hackenbroich & V. Markl, M4: A Visualization-Oriented Time Series Data Aggregation, PVLDB 7
 * (2014), section 4.
 *
 * @param x ascending, none missing
 */
export function binExtremes(x: Series, y: Series, bins: number): Uint32Array {
  const n = x.length;
  if (n <= 4 * bins) return Uint32Array.from({ length: n }, (_, index) => index);
  const start = numberAt(x, 0);
  const width = (numberAt(x, n - 1) - start) / bins;
  const kept: number[] = [];
  for (let from = 0; from < n;) {
    const column = columnOf(numberAt(x, from), start, width, bins);
    let to = from + 1;
    while (to < n && columnOf(numberAt(x, to), start, width, bins) === column) to++;
    keepExtremes(y, from, to, kept);
    from = to;
  }
  return Uint32Array.from(kept);
}

function columnOf(value: number, start: number, width: number, bins: number): number {
  return width > 0 ? Math.min(Math.floor((value - start) / width), bins - 1) : 0;
}

function keepExtremes(y: Series, from: number, to: number, kept: number[]): void {
  let [first, low, high, last] = [-1, -1, -1, -1];
  for (let index = from; index < to; index++) {
    const value = numberAt(y, index);
    if (Number.isNaN(value)) continue;
    if (first === -1) [first, low, high] = [index, index, index];
    if (value < numberAt(y, low)) low = index;
    if (value > numberAt(y, high)) high = index;
    last = index;
  }
  if (first === -1) kept.push(from);
  else kept.push(...new Set([first, low, high, last].sort((a, b) => a - b)));
}
