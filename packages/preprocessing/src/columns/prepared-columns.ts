import {
  type Column,
  type Float64Column,
  type Int32Column,
  isValid,
  makeColumn,
  type StringColumn,
  validityOf,
} from "@mlops/table";

/** A number column; NaN becomes null. The array is the column's afterwards. */
export function numberColumn(values: Float64Array): Float64Column {
  const validity = validityOf(values.length, (row) => !Number.isNaN(values[row]));
  return makeColumn("float64", values, validity) as Float64Column;
}

/** A code column; `missing` tells the rows without a value. */
export function codeColumn(values: Int32Array, missing?: (row: number) => boolean): Int32Column {
  const validity = missing === undefined ? null : validityOf(values.length, (row) => !missing(row));
  return makeColumn("int32", values, validity) as Int32Column;
}

/** A text column over texts that may repeat; null is no value. */
export function textColumn(rows: number, textAt: (row: number) => string | null): StringColumn {
  const codes = new Int32Array(rows);
  const known = new Map<string, number>();
  const validity = validityOf(rows, (row) => {
    const text = textAt(row);
    if (text === null) return false;
    let code = known.get(text);
    if (code === undefined) {
      code = known.size;
      known.set(text, code);
    }
    codes[row] = code;
    return true;
  });
  return makeColumn("string", codes, validity, [...known.keys()]) as StringColumn;
}

/**
 * Numbers, codes, booleans (0 and 1) and instants (UTC milliseconds) as doubles, NaN where there is no value. A fresh
 * array.
 */
export function doublesOf(column: Column): Float64Array {
  const doubles = new Float64Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    doubles[row] = isValid(column.validity, row) ? Number(column.values[row]) : Number.NaN;
  }
  return doubles;
}

export function isNull(column: Column, row: number): boolean {
  return !isValid(column.validity, row);
}
