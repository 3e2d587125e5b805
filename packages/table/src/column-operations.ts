import { MlopsError } from "@mlops/core";

import { allocateValues, cellAt, type Column, columnOver } from "./column.ts";
import { isValid, validityOf } from "./validity.ts";

/** The rows at `indices`, in that order; an index of −1 gives null (rows that a join did not find). */
export function takeColumn(column: Column, indices: Int32Array): Column {
  const values = allocateValues(column.type, indices.length);
  const source = column.values as Float64Array;
  const target = values as Float64Array;
  for (let row = 0; row < indices.length; row += 1) {
    const index = indices[row] ?? -1;
    if (index >= 0) target[row] = source[index] as number;
  }
  const validity = validityOf(indices.length, (row) => {
    const index = indices[row] ?? -1;
    return index >= 0 && isValid(column.validity, index);
  });
  return columnOver(column.type, values, validity, dictionaryOf(column));
}

/** Rows `from` (inclusive) to `to` (exclusive); the values are shared, not copied. */
export function sliceColumn(column: Column, from: number, to: number): Column {
  const validity = column.validity && validityOf(to - from, (row) => isValid(column.validity, from + row));
  return columnOver(column.type, column.values.subarray(from, to), validity, dictionaryOf(column));
}

/** @throws MlopsError TABLE_TYPE_MISMATCH when the columns are not of one type */
export function concatColumns(name: string, columns: readonly [Column, ...Column[]]): Column {
  const [first] = columns;
  if (columns.length === 1) return first;
  const total = columns.reduce((sum, column) => sum + column.length, 0);
  const values = allocateValues(first.type, total);
  const codes = new Map<string, number>();
  const starts: number[] = [];
  let start = 0;
  for (const column of columns) {
    if (column.type !== first.type) {
      throw new MlopsError(
        "TABLE_TYPE_MISMATCH",
        `Column "${name}" is ${first.type} in one table and ${column.type} in another.`,
        { details: { column: name, types: [first.type, column.type] } },
      );
    }
    if (column.type === "string") (values as Int32Array).set(recode(column, codes), start);
    else (values as Float64Array).set(column.values as Float64Array, start);
    starts.push(start);
    start += column.length;
  }
  let part = 0;
  const validity = validityOf(total, (row) => {
    while (row >= (starts[part + 1] ?? total)) part += 1;
    const column = columns[part];
    return column !== undefined && isValid(column.validity, row - (starts[part] ?? 0));
  });
  return columnOver(first.type, values, validity, [...codes.keys()]);
}

function recode(column: Extract<Column, { type: "string" }>, codes: Map<string, number>): Int32Array {
  const mapped = column.dictionary.map((text) => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    codes.set(text, codes.size);
    return codes.size - 1;
  });
  return column.values.map((code) => mapped[code] ?? 0);
}

function dictionaryOf(column: Column): readonly string[] {
  return column.type === "string" ? column.dictionary : [];
}

/** Null equals null, NaN equals NaN, 0 equals −0. Columns of different type or length are not equal. */
export function columnsEqual(a: Column, b: Column): boolean {
  if (a.type !== b.type || a.length !== b.length) return false;
  for (let row = 0; row < a.length; row += 1) {
    const x = cellAt(a, row);
    const y = cellAt(b, row);
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
}
