/**
 * The quantile of `values` at `level` in [0, 1]. Without weights it is interpolated linearly between neighbours; with
 * weights it is the least value whose share of the weight, with all below it, reaches the level (scikit-learn's and numpy's
 * definitions: R. J. Hyndman & Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996),
 * types 7 and 1).
 */
export function quantile(values: Float64Array, level: number, weights?: Float64Array): number {
  if (weights) return weightedQuantile(values, level, weights);
  const sorted = values.toSorted();
  const position = level * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  const part = position - Math.floor(position);
  // From the nearer neighbour, so that equal neighbours give their own value exactly.
  return part < 0.5 ? below + (above - below) * part : above - (above - below) * (1 - part);
}

function weightedQuantile(values: Float64Array, level: number, weights: Float64Array): number {
  const order = [...values.keys()]
    .filter((row) => (weights[row] ?? 0) > 0)
    .toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const wanted = level * order.reduce((sum, row) => sum + (weights[row] ?? 0), 0);
  let reached = 0;
  const found = order.find((row) => {
    reached += weights[row] ?? 0;
    return reached >= wanted;
  });
  return values[found ?? order.at(-1) ?? 0] ?? Number.NaN;
}
