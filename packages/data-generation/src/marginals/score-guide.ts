import type { Knots } from "./knots.ts";

const CELLS = 4096;
const EDGE = 6;
const SCALE = CELLS / (2 * EDGE);

/**
 * For each cell of the scores from −6 to 6, how many of ascending bounds lie at or below its beginning: where a search
 * among them begins, so that it takes one or two steps.
 */
function guideOf(bounds: Float64Array): Int32Array {
  const guide = new Int32Array(CELLS + 1);
  let below = 0;
  for (let cell = 0; cell <= CELLS; cell += 1) {
    const at = -EDGE + cell / SCALE;
    while (below < bounds.length && (bounds[below] ?? 0) <= at) below += 1;
    guide[cell] = below;
  }
  return guide;
}

function cellOf(score: number): number {
  const cell = (score + EDGE) * SCALE;
  return cell <= 0 ? 0 : cell >= CELLS ? CELLS : cell | 0;
}

/** Replaces scores by the values of a curve, in place. */
export function curveReader({ z, x }: Knots): (scores: Float64Array, count: number) => void {
  const guide = guideOf(z);
  const last = z.length - 1;
  return (scores, count) => {
    for (let row = 0; row < count; row += 1) {
      const score = scores[row] ?? 0;
      let after = score < -EDGE ? 0 : (guide[cellOf(score)] ?? 0);
      while (after <= last && (z[after] ?? 0) <= score) after += 1;
      if (after === 0) scores[row] = x[0] ?? 0;
      else if (after > last) scores[row] = x[last] ?? 0;
      else {
        const [x0 = 0, x1 = 0, z0 = 0, z1 = 0] = [x[after - 1], x[after], z[after - 1], z[after]];
        scores[row] = x0 + ((score - z0) / (z1 - z0)) * (x1 - x0);
      }
    }
  };
}

/** Replaces scores by the number of ascending bounds at or below each, in place. */
export function levelReader(bounds: Float64Array): (scores: Float64Array, count: number) => void {
  const guide = guideOf(bounds);
  return (scores, count) => {
    for (let row = 0; row < count; row += 1) {
      const score = scores[row] ?? 0;
      let level = score < -EDGE ? 0 : (guide[cellOf(score)] ?? 0);
      while (level < bounds.length && (bounds[level] ?? 0) <= score) level += 1;
      scores[row] = level;
    }
  };
}
