import type { RidgeState } from "./ridge-state.ts";

/** Predictions in target units, one per row. NaN is a missing value and counts as the training mean. */
export function predictRidge(columns: readonly Float64Array[], state: RidgeState): Float64Array {
  const predictions = new Float64Array(columns[0]?.length ?? 0).fill(state.intercept);
  columns.forEach((column, index) => {
    const mean = state.means[index] ?? 0;
    const scale = state.scales[index] ?? 1;
    const coefficient = state.coefficients[index] ?? 0;
    column.forEach((value, row) => {
      if (!Number.isNaN(value)) predictions[row] = (predictions[row] ?? 0) + ((value - mean) / scale) * coefficient;
    });
  });
  return predictions;
}
