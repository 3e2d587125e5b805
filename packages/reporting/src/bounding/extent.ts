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

/** Below this share of its values, a range cannot be divided into distinct edges. */
const NARROWEST = 1e-12;

/** The extent made fit to divide into bins: around a single value, or values that are hardly apart, a range of its own. */
export function divisible({ low, high }: Extent): Extent {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * NARROWEST) return { low, high };
  const half = Math.max(size * 1e-6, 0.5);
  return { low: low - half, high: high + half };
}
