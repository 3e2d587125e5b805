import { MlopsError } from "@mlops/core";

import type { RidgeState } from "./ridge-state.ts";

/** The least and the greatest value that a prediction may take, in target units; those beyond are set to the bound. */
export interface OutputRange {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Predictions in target units, one per row. NaN is a missing value and counts as the training mean. Columns beyond those
 * of the state are not looked at.
 *
 * @throws MlopsError MODEL_INPUT_MISSING, MODEL_INPUT_LENGTH
 */
export function predictRidge(
  state: RidgeState,
  columns: Readonly<Record<string, Float64Array>>,
  range?: OutputRange,
): Float64Array {
  const rows = columns[state.names[0] ?? ""]?.length ?? 0;
  const predictions = new Float64Array(rows).fill(state.intercept);
  state.names.forEach((name, index) => {
    const column = columnOf(columns, name, rows);
    const mean = state.means[index] ?? 0;
    const scale = state.scales[index] ?? 1;
    const coefficient = state.coefficients[index] ?? 0;
    column.forEach((value, row) => {
      if (!Number.isNaN(value)) predictions[row] = (predictions[row] ?? 0) + ((value - mean) / scale) * coefficient;
    });
  });
  return range ? predictions.map((value) => Math.min(Math.max(value, range.minimum), range.maximum)) : predictions;
}

function columnOf(columns: Readonly<Record<string, Float64Array>>, name: string, rows: number): Float64Array {
  const column = columns[name];
  if (column === undefined) {
    throw new MlopsError("MODEL_INPUT_MISSING", `The model needs the column "${name}", which was not given.`, {
      details: { missing: [name] },
    });
  }
  if (column.length !== rows) {
    throw new MlopsError("MODEL_INPUT_LENGTH", `The column "${name}" has ${column.length} rows, others have ${rows}.`, {
      details: { column: name, rows: column.length, expected: rows },
    });
  }
  return column;
}
