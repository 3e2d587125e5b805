import { normalCdf, normalQuantile } from "../distributions/special/normal.ts";

/** Scores that a condition allows: intervals that do not overlap, ascending. */
export type Region = readonly (readonly [from: number, to: number])[];

/**
 * A draw from a normal of `mean` and `sd` inside a region, by inversion: one uniform number gives one draw, however rare
 * the region. Where it is so rare that its probability is zero in floating point, the nearest end is the draw.
 *
 * @param uniform in [0, 1)
 */
export function truncatedNormal(region: Region, mean: number, sd: number, uniform: number): number {
  // Upper tails are mirrored: probabilities near 1 have no digits to tell them apart.
  const masses = region.map(([from, to]) => intervalMass((from - mean) / sd, (to - mean) / sd));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (!(total > 0)) return nearestEnd(region, mean);
  let left = uniform * total;
  for (const [index, [from, to]] of region.entries()) {
    const mass = masses[index] ?? 0;
    if (left >= mass && index < region.length - 1) {
      left -= mass;
      continue;
    }
    const drawn = mean + sd * insideInterval((from - mean) / sd, (to - mean) / sd, Math.min(1, left / mass));
    return Math.min(to, Math.max(from, drawn));
  }
  return nearestEnd(region, mean);
}

function intervalMass(from: number, to: number): number {
  return from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from);
}

function insideInterval(from: number, to: number, share: number): number {
  if (from > 0) return -insideInterval(-to, -from, 1 - share);
  const below = normalCdf(from);
  return normalQuantile(below + share * (normalCdf(to) - below));
}

function nearestEnd(region: Region, mean: number): number {
  let nearest = Number.NaN;
  for (const end of region.flat()) {
    if (Number.isFinite(end) && !(Math.abs(end - mean) >= Math.abs(nearest - mean))) nearest = end;
  }
  return nearest;
}
