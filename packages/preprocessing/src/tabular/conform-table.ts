import { MlopsError } from "@mlops/core";
import { type Column, countNulls, isValid, makeColumn, nearestName, type StringColumn, Table } from "@mlops/table";

import type { PreparedColumn } from "../columns/column-kind.ts";
import { doublesOf, isNull, numberColumn, textColumn } from "../columns/prepared-columns.ts";
import { fitsDouble, type InputColumn } from "./input-column.ts";

/**
 * The columns of a signature, in its order, in the kinds that steps see: numbers as doubles, texts in NFC with null for
 * the empty text. Other columns of the table are left out. Types must be those of training, except that every number type
 * that loses nothing is taken, and a column without any value is of every type. Unused columns follow, without values.
 *
 * @throws MlopsError PREPROCESSING_COLUMN_MISSING, PREPROCESSING_COLUMN_TYPE, PREPROCESSING_VALUE_INVALID naming the row
 */
export function conformTable(table: Table, inputs: readonly InputColumn[], unused: readonly InputColumn[] = []): Table {
  return Table.fromColumns(
    [
      ...inputs.map((input) => [input.name, conformColumn(input, columnOf(table, input.name))] as const),
      ...unused.map((input) => [input.name, emptyColumn(input, table.rowCount)] as const),
    ],
    table.rowCount,
  );
}

function columnOf(table: Table, name: string): Column {
  if (table.has(name)) return table.column(name);
  const near = nearestName(name, table.columnNames);
  throw new MlopsError("PREPROCESSING_COLUMN_MISSING", `The table lacks the column "${name}" that training had.`, {
    ...(near === undefined ? {} : { hint: `It has "${near}": rename it if that is meant.` }),
    details: { column: name, columns: table.columnNames },
  });
}

function conformColumn(input: InputColumn, column: Column): PreparedColumn {
  assertNulls(input, column);
  if (column.length > 0 && countNulls(column.validity, column.length) === column.length) {
    return emptyColumn(input, column.length);
  }
  const conformed = conformers[input.kind](input, column);
  if (conformed === null) throw wrongType(input, column);
  return conformed;
}

/** Null where the column is of another type. */
const conformers: Readonly<Record<InputColumn["kind"], (input: InputColumn, column: Column) => PreparedColumn | null>> =
  {
    boolean: (_, column) => (column.type === "bool" ? column : null),
    instant: (_, column) => (column.type === "instant" ? column : null),
    number(input, column) {
      if (!isNumeric(column) || (column.type === "int64" && !fitsDouble(column))) return null;
      const values = doublesOf(column);
      const infinite = values.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
      if (infinite !== -1) throw invalidValue(input.name, infinite, "an infinite number");
      return numberColumn(values);
    },
    text(input, column) {
      if (column.type === "string") return conformTexts(input, column);
      const integers = input.source === "int64" && (column.type === "int64" || column.type === "int32");
      return integers
        ? textColumn(column.length, (row) => (isNull(column, row) ? null : String(column.values[row])))
        : null;
    },
  };

function isNumeric({ type }: Column): boolean {
  return type === "float64" || type === "float32" || type === "int32" || type === "int64";
}

function conformTexts({ name, nullTexts = [] }: InputColumn, column: StringColumn): StringColumn {
  const texts = column.dictionary.map((text) => {
    const normal = text.normalize("NFC");
    return normal === "" || nullTexts.includes(normal) ? null : normal;
  });
  const unchanged = texts.every((text, code) => text === column.dictionary[code] && !text.includes("\0"));
  if (unchanged) return column;
  return textColumn(column.length, (row) => {
    const text = isNull(column, row) ? null : (texts[column.values[row] ?? 0] ?? null);
    if (text?.includes("\0")) throw invalidValue(name, row, "a text with a NUL");
    return text;
  });
}

function assertNulls({ name, null: nulls }: InputColumn, column: Column): void {
  if (nulls !== "none" || column.validity === null) return;
  const row = Array.from({ length: column.length }, (_, index) => index).find((index) => isNull(column, index));
  if (row !== undefined) throw invalidValue(name, row, "no value, and training always had one");
}

function emptyColumn({ kind }: InputColumn, rows: number): PreparedColumn {
  const nothing = new Uint8Array((rows + 7) >>> 3);
  if (kind === "text") return textColumn(rows, () => null);
  if (kind === "number") return numberColumn(new Float64Array(rows).fill(Number.NaN));
  const values = kind === "boolean" ? new Uint8Array(rows) : new Float64Array(rows);
  return makeColumn(kind === "boolean" ? "bool" : "instant", values, nothing) as PreparedColumn;
}

const expectedTypes: Readonly<Record<InputColumn["kind"], string>> = {
  number: "numbers (float64, float32, int32, or int64 up to 2^53)",
  text: "texts",
  boolean: "booleans",
  instant: "instants",
};

function wrongType({ name, kind }: InputColumn, column: Column): MlopsError {
  const row = Array.from({ length: column.length }, (_, index) => index).find((index) =>
    isValid(column.validity, index),
  );
  const value = column.type === "string" ? column.dictionary[column.values[row ?? 0] ?? 0] : column.values[row ?? 0];
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return new MlopsError(
    "PREPROCESSING_COLUMN_TYPE",
    `The column "${name}" held ${expectedTypes[kind]} in training and is ${column.type} here: row ${row ?? 0} holds ${shown}.`,
    {
      hint: `Read the column as ${kind}; values are not converted, because "1", 1 and 1.0 may be three categories.`,
      details: { column: name, expected: kind, type: column.type, row: row ?? 0 },
    },
  );
}

function invalidValue(column: string, row: number, what: string): MlopsError {
  return new MlopsError("PREPROCESSING_VALUE_INVALID", `Row ${row} of the column "${column}" holds ${what}.`, {
    details: { column, row },
  });
}
