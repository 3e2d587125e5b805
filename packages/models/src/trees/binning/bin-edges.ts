import { sortSingles } from "./sort-singles.ts";

/** Rows that edges are learnt from at most. */
const SAMPLE = 200_000;
export const LARGEST_SINGLE = 3.4028234663852886e38;

/** As runtimes see the value: rounded to single precision, never infinite. NaN stays. */
export function toSingle(value: number): number {
  const single = Math.fround(value);
  return single > LARGEST_SINGLE ? LARGEST_SINGLE : single < -LARGEST_SINGLE ? -LARGEST_SINGLE : single;
}

/**
 * Where a numeric column is cut, rising single-precision numbers: between all distinct values where there are at most
 * `maxBins`, else at quantiles. `x ≤ edge` says the same of the rounded value and of the double it came from, as each
 * edge lies between two rounded values, or on the lower one.
 */
export function binEdges(values: Float64Array, maxBins: number): Float32Array {
  const sorted = sampled(values);
  sortSingles(sorted);
  const distinct = distinctUpTo(sorted, maxBins + 1);
  if (distinct.length <= maxBins) {
    return Float32Array.from({ length: Math.max(0, distinct.length - 1) }, (_, index) =>
      between(distinct[index] ?? 0, distinct[index + 1] ?? 0),
    );
  }
  const edges: number[] = [];
  for (let cut = 1; cut < maxBins; cut++) {
    const place = Math.floor((cut / maxBins) * (sorted.length - 1));
    const edge = between(sorted[place] ?? 0, nextGreater(sorted, place));
    if (edge > (edges.at(-1) ?? -Infinity) && edge < (sorted.at(-1) ?? 0)) edges.push(edge);
  }
  return Float32Array.from(edges);
}

/** Every k-th value that is there. */
function sampled(values: Float64Array): Float32Array<ArrayBuffer> {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = new Float32Array(Math.ceil(values.length / step));
  let count = 0;
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] ?? NaN;
    // Minus zero is zero, whose key sorts elsewhere.
    if (!Number.isNaN(value)) sample[count++] = toSingle(value) + 0;
  }
  return sample.subarray(0, count);
}

function distinctUpTo(sorted: Float32Array, limit: number): number[] {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (distinct.length > 0 && value === distinct.at(-1)) continue;
    distinct.push(value);
    if (distinct.length === limit) break;
  }
  return distinct;
}

/** The middle of two neighbours, or the lower one where rounding would reach the upper. */
function between(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  return middle < upper ? Math.max(middle, lower) : lower;
}

function nextGreater(sorted: Float32Array, place: number): number {
  const value = sorted[place] ?? 0;
  let [low, high] = [place, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? value;
}
