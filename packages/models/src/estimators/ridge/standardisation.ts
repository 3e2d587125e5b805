import type { ExcludedColumn } from "./ridge-state.ts";

/** How one column is imputed and scaled. */
export interface ColumnScaling {
  readonly mean: number;
  readonly scale: number;
  readonly excluded: ExcludedColumn["reason"] | null;
}

/**
 * Learns mean and standard deviation of the first `rows` values. Missing ones count as the mean, so that they add to the
 * divisor and not to the sum, as with scikit-learn's SimpleImputer before StandardScaler.
 */
export function learnScaling(column: Float64Array, rows: number, weights?: Float64Array): ColumnScaling {
  const isKnown = (_: number, row: number): boolean => !Number.isNaN(column[row] ?? Number.NaN);
  const known = column.subarray(0, rows).filter(isKnown);
  const knownWeights = weights?.subarray(0, rows).filter(isKnown);
  if (known.length === 0 || (knownWeights && total(knownWeights) === 0)) {
    return { mean: 0, scale: 1, excluded: "all-missing" };
  }
  const mean = meanOf(known, knownWeights);
  const squares = known.reduce((sum, value, row) => sum + (knownWeights?.[row] ?? 1) * (value - mean) ** 2, 0);
  const variance = squares / (weights ? total(weights.subarray(0, rows)) : rows);
  if (isRounding(variance, mean, rows)) return { mean, scale: 1, excluded: "constant" };
  return { mean, scale: Math.sqrt(variance), excluded: null };
}

/** The rows [start, end), standardised; missing values become 0, the mean. */
export function standardise(column: Float64Array, scaling: ColumnScaling, start: number, end: number): Float64Array {
  return column.subarray(start, end).map((value) => (Number.isNaN(value) ? 0 : (value - scaling.mean) / scaling.scale));
}

/** The second pass takes out the rounding of the first, which matters for columns far from zero (pressure). */
export function meanOf(values: Float64Array, weights?: Float64Array): number {
  const divisor = weights ? total(weights) : values.length;
  const about = (centre: number): number =>
    values.reduce((sum, value, row) => sum + (weights?.[row] ?? 1) * (value - centre), 0) / divisor;
  const first = about(0);
  return first + about(first);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** A variance that rounding alone explains: the bound of scikit-learn's StandardScaler. */
function isRounding(variance: number, mean: number, rows: number): boolean {
  return variance <= rows * Number.EPSILON * variance + (rows * mean * Number.EPSILON) ** 2;
}
