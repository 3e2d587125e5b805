import { normalQuantile } from "../distributions/special/normal.ts";
import { meanScore } from "./knots.ts";

/**
 * Levels of a column as neighbouring intervals of the normal score, each as probable as its level is frequent.
 */
export interface Levels {
  /** Upper bounds of all levels but the last, ascending. */
  readonly bounds: Float64Array;
  /** The mean score of each level. */
  readonly scores: Float64Array;
}

/** @param counts of each level, in order; all positive */
export function levelsOf(counts: readonly number[]): Levels {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const bounds = new Float64Array(Math.max(0, counts.length - 1));
  let below = 0;
  for (let level = 0; level < bounds.length; level += 1) {
    below += counts[level] ?? 0;
    bounds[level] = normalQuantile(below / total);
  }
  const scores = Float64Array.from(counts, (_, level) => meanScore(...levelBounds(bounds, level)));
  return { bounds, scores };
}

/** The scores between which a level lies. */
export function levelBounds(bounds: Float64Array, level: number): readonly [number, number] {
  return [bounds[level - 1] ?? Number.NEGATIVE_INFINITY, bounds[level] ?? Number.POSITIVE_INFINITY];
}
