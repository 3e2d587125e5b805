/**
 * The value that a share `quantile` of the weight lies below: of equal weights, numpy's linear interpolation between
 * order statistics; else the least value at which the cumulated weight reaches the share, half way to the next where it
 * just does.
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array | null, quantile: number): number {
  const { length } = values;
  if (length === 0) return 0;
  if (weights === null || weights.every((weight) => weight === weights[0])) {
    const sorted = values.toSorted();
    const place = quantile * (length - 1);
    const low = Math.floor(place);
    const lower = sorted[low] ?? 0;
    return lower + (place - low) * ((sorted[low + 1] ?? lower) - lower);
  }
  const order = Uint32Array.from({ length }, (_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const wanted = quantile * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (const [place, index] of order.entries()) {
    sum += weights[index] ?? 0;
    const value = values[index] ?? 0;
    if (sum > wanted) return value;
    if (sum === wanted) return (value + (values[order[place + 1] ?? index] ?? value)) / 2;
  }
  return values[order.at(-1) ?? 0] ?? 0;
}
