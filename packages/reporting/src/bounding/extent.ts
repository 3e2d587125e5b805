import { numberAt, type Series } from "./series.ts";

/** Lowest and highest present number. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Over all series together; null where none holds a number. */
export function extentOf(...series: readonly Series[]): Extent | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of series) {
    for (let index = 0; index < one.length; index++) {
      const value = numberAt(one, index);
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? null : { low, high };
}

/** The extent made wide enough to divide into bins: a single value becomes the middle of a range around it. */
export function divisible({ low, high }: Extent): Extent {
  if (high > low && Number.isFinite(high - low)) return { low, high };
  if (high > low) return { low: Math.max(low, -Number.MAX_VALUE / 4), high: Math.min(high, Number.MAX_VALUE / 4) };
  const half = Math.max(Math.abs(low) * 1e-6, 0.5);
  return { low: low - half, high: high + half };
}
