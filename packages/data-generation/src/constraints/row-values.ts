import type { ExpressionScope, ExpressionValues, Scalar, ScalarType } from "@mlops/expression";
import { cellAt, type DataType, type Schema, type Table } from "@mlops/table";

/** Integers of 64 bits are numbers in expressions, instants their UTC milliseconds. */
const scalarTypes: Readonly<Record<DataType, ScalarType>> = {
  float64: "number",
  float32: "number",
  int32: "number",
  int64: "number",
  bool: "boolean",
  string: "string",
  instant: "number",
};

/** The columns that an expression may name, all of which may be null. */
export function scopeOf(schema: Schema): ExpressionScope {
  return Object.fromEntries(schema.map(({ name, type }) => [name, [scalarTypes[type], "null"] as const]));
}

/** Reads the named columns of one row after the other as values of expressions; NaN is null. The view is reused. */
export function rowReader(table: Table, names: readonly string[]): (row: number) => ExpressionValues {
  const values: NestedValues = {};
  const cells = names.map((name) => {
    const path = name.split(".");
    let place = values;
    for (const part of path.slice(0, -1)) place = (place[part] ??= {}) as NestedValues;
    return { column: table.column(name), place, key: path.at(-1) ?? name };
  });
  return (row) => {
    for (const { column, place, key } of cells) {
      const cell = cellAt(column, row);
      const value = typeof cell === "bigint" ? Number(cell) : cell;
      place[key] = typeof value === "number" && !Number.isFinite(value) ? null : value;
    }
    return values;
  };
}

interface NestedValues {
  [name: string]: Scalar | NestedValues;
}
