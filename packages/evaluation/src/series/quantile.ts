/**
 * The quantile of ascending values by linear interpolation between them (type 7 of Hyndman & Fan, Sample quantiles in
 * statistical packages, The American Statistician 50, 1996). NaN where there are none.
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}
