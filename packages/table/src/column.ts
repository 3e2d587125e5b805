import { MlopsError } from "@mlops/core";

import { type CellValue, type DataType } from "./data-type.ts";
import { isValid, type Validity } from "./validity.ts";

interface ColumnBase {
  readonly length: number;
  readonly validity: Validity;
}

export interface Float64Column extends ColumnBase {
  readonly type: "float64";
  readonly values: Float64Array;
}
export interface Float32Column extends ColumnBase {
  readonly type: "float32";
  readonly values: Float32Array;
}
export interface Int32Column extends ColumnBase {
  readonly type: "int32";
  readonly values: Int32Array;
}
export interface Int64Column extends ColumnBase {
  readonly type: "int64";
  readonly values: BigInt64Array;
}
/** One byte per row: 0 or 1. */
export interface BoolColumn extends ColumnBase {
  readonly type: "bool";
  readonly values: Uint8Array;
}
/** Codes into a dictionary of distinct texts; the code of a null row means nothing. */
export interface StringColumn extends ColumnBase {
  readonly type: "string";
  readonly values: Int32Array;
  readonly dictionary: readonly string[];
}
/** UTC milliseconds as integers in doubles: exact over the whole range of ECMAScript's dates. */
export interface InstantColumn extends ColumnBase {
  readonly type: "instant";
  readonly values: Float64Array;
}

/**
 * One column: typed values and validity. Columns are shared between tables, so that neither their arrays nor their
 * dictionaries are ever written after they were made. What stands in `values` at a null row is not specified.
 */
export type Column =
  | Float64Column
  | Float32Column
  | Int32Column
  | Int64Column
  | BoolColumn
  | StringColumn
  | InstantColumn;

export type ColumnValues = Column["values"];
export type ColumnOf<Type extends DataType> = Extract<Column, { readonly type: Type }>;

/** The cell's value, or null. Rows outside the column are an error of the caller and give null. */
export function cellAt(column: Column, row: number): CellValue {
  if (row >= column.length || !isValid(column.validity, row)) return null;
  if (column.type === "bool") return column.values[row] === 1;
  if (column.type === "string") return column.dictionary[column.values[row] ?? 0] ?? null;
  return column.values[row] ?? null;
}

const arrayKinds = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  string: Int32Array,
  instant: Float64Array,
} as const satisfies Record<DataType, new (length: number) => ColumnValues>;

/** A zeroed array of the kind that holds `type`. */
export function allocateValues(type: DataType, length: number): ColumnValues {
  return new arrayKinds[type](length);
}

/**
 * A column over arrays that the caller gives up: they must not be written afterwards.
 *
 * @throws MlopsError TABLE_SHAPE_INVALID when the arrays do not fit the type, the length or each other
 */
export function makeColumn(
  type: DataType,
  values: ColumnValues,
  validity: Validity,
  dictionary: readonly string[] = [],
): Column {
  const length = values.length;
  if (!(values instanceof arrayKinds[type])) {
    throw shapeError(`A ${type} column cannot be held by a ${values.constructor.name}.`);
  }
  if (validity !== null && validity.length < (length + 7) >>> 3) {
    throw shapeError(`A validity bitmap of ${validity.length} bytes is too short for ${length} rows.`);
  }
  if (type === "string") assertDictionary(values as Int32Array, validity, dictionary);
  return columnOver(type, values, validity, dictionary);
}

/** A column over parts that are known to fit. */
export function columnOver(
  type: DataType,
  values: ColumnValues,
  validity: Validity,
  dictionary: readonly string[],
): Column {
  const parts = { type, length: values.length, values, validity };
  return (type === "string" ? { ...parts, dictionary } : parts) as Column;
}

function assertDictionary(codes: Int32Array, validity: Validity, dictionary: readonly string[]): void {
  if (new Set(dictionary).size !== dictionary.length) throw shapeError("A dictionary holds the same text twice.");
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    if ((code < 0 || code >= dictionary.length) && isValid(validity, row)) {
      throw shapeError(`Row ${row} has the dictionary code ${code}, the dictionary has ${dictionary.length} texts.`);
    }
  }
}

function shapeError(message: string): MlopsError {
  return new MlopsError("TABLE_SHAPE_INVALID", message);
}
