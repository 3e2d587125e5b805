/** Rows with a weight above 0: one without is no row. */
export function keptRows(rows: number, weights: Float64Array | undefined): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return weights === undefined ? all : all.filter((row) => (weights[row] ?? 0) > 0);
}

export function takeColumns(columns: readonly Float64Array[], rows: Int32Array): Float64Array[] {
  return columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? 0));
}
