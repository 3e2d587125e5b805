/** Rows that the overall mean counts for beside a category's own; `auto`: as many as the variances say. */
export type Smoothing = number | "auto";

export interface SmoothedMeans {
  /** By category; the overall mean where a category has no row. */
  readonly means: number[];
  readonly overall: number;
}

/**
 * The mean of `values` by category, drawn towards the overall mean y: (Σ + m·y) ÷ (n + m); with `auto` the empirical
 * Bayes estimate λ·mean + (1 − λ)·y, λ = σ²·n ÷ (σ²·n + s²), where σ² is the overall variance and s² that within the
 * category (scikit-learn's TargetEncoder).
 *
 * @param codes category of each row
 * @param counts whether a row is among those learnt from; default all
 */
export function smoothedMeans(
  codes: Int32Array,
  categories: number,
  values: Float64Array,
  smooth: Smoothing,
  counts: (row: number) => boolean = () => true,
): SmoothedMeans {
  const overall = groupMoments(values.length, counts, () => 0, values, 1);
  const own = groupMoments(values.length, counts, (row) => codes[row] ?? 0, values, categories);
  const mean = overall.means[0] ?? Number.NaN;
  const variance = overall.variances[0] ?? 0;
  const means = Array.from({ length: categories }, (_, category) => {
    const n = own.counts[category] ?? 0;
    if (n === 0) return mean;
    const ownMean = own.means[category] ?? mean;
    if (smooth !== "auto") return (n * ownMean + smooth * mean) / (n + smooth);
    if (variance === 0) return mean;
    const share = (variance * n) / (variance * n + (own.variances[category] ?? 0));
    return share * ownMean + (1 - share) * mean;
  });
  return { means, overall: mean };
}

interface Moments {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  /** Divided by n. */
  readonly variances: Float64Array;
}

/** In two passes, so that large values keep their variance. */
function groupMoments(
  rows: number,
  counts: (row: number) => boolean,
  groupOf: (row: number) => number,
  values: Float64Array,
  groups: number,
): Moments {
  const moments = {
    counts: new Float64Array(groups),
    means: new Float64Array(groups),
    variances: new Float64Array(groups),
  };
  const add = (into: Float64Array, group: number, value: number): void => {
    into[group] = (into[group] ?? 0) + value;
  };
  for (let row = 0; row < rows; row += 1) {
    if (!counts(row)) continue;
    add(moments.counts, groupOf(row), 1);
    add(moments.means, groupOf(row), values[row] ?? Number.NaN);
  }
  moments.counts.forEach((n, group) => {
    moments.means[group] = (moments.means[group] ?? 0) / n;
  });
  for (let row = 0; row < rows; row += 1) {
    if (!counts(row)) continue;
    const group = groupOf(row);
    add(moments.variances, group, ((values[row] ?? Number.NaN) - (moments.means[group] ?? 0)) ** 2);
  }
  moments.counts.forEach((n, group) => {
    moments.variances[group] = n === 0 ? 0 : (moments.variances[group] ?? 0) / n;
  });
  return moments;
}
