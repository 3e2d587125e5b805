import { numberAt, type Series } from "./series.ts";

/**
 * Positions of at most `maximum` points that keep the shape of a curve: the ends, and of each of the equally filled
 * buckets between them the point that spans the largest triangle with the point chosen before and the mean of the bucket
 * after. All positions where there are no more points than that. Ascending.
 *
 * S. Steinarsson, Downsampling Time Series for Visual Representation, master's thesis, University of Iceland, 2013,
 * section 4.2 ("Largest-Triangle-Three-Buckets").
 */
export function largestTriangles(x: Series, y: Series, maximum: number): Uint32Array {
  const n = x.length;
  if (n <= Math.max(maximum, 3)) return Uint32Array.from({ length: n }, (_, index) => index);
  const kept = new Uint32Array(maximum);
  const width = (n - 2) / (maximum - 2);
  let last = 0;
  for (let bucket = 1; bucket < maximum - 1; bucket++) {
    const from = Math.floor((bucket - 1) * width) + 1;
    const to = Math.floor(bucket * width) + 1;
    const next = bucket === maximum - 2 ? n : Math.floor((bucket + 1) * width) + 1;
    last = farthest(x, y, last, from, to, meanOf(x, to, next), meanOf(y, to, next));
    kept[bucket] = last;
  }
  kept[maximum - 1] = n - 1;
  return kept;
}

function farthest(x: Series, y: Series, last: number, from: number, to: number, nextX: number, nextY: number): number {
  const [lastX, lastY] = [numberAt(x, last), numberAt(y, last)];
  let [best, bestArea] = [from, -1];
  for (let index = from; index < to; index++) {
    const area = Math.abs(
      (lastX - nextX) * (numberAt(y, index) - lastY) - (lastX - numberAt(x, index)) * (nextY - lastY),
    );
    if (area > bestArea) [best, bestArea] = [index, area];
  }
  return best;
}

function meanOf(series: Series, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += numberAt(series, index);
  return sum / (to - from);
}
