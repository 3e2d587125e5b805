/** Columns as a row-major table, with a last column of `constant` where that is not 0. */
export function linearTable(
  columns: readonly Float64Array[],
  rows: Int32Array,
  constant: number,
): { readonly table: Float64Array; readonly width: number } {
  const width = columns.length + (constant === 0 ? 0 : 1);
  const table = new Float64Array(rows.length * width);
  rows.forEach((row, place) => {
    columns.forEach((column, index) => (table[place * width + index] = column[row] ?? 0));
    if (constant !== 0) table[place * width + columns.length] = constant;
  });
  return { table, width };
}
