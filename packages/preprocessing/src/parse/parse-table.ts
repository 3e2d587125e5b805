import { MlopsError } from "@mlops/core";
import { type Column, makeColumn, type StringColumn, Table, validityOf } from "@mlops/table";

import { isNull, numberColumn, textColumn } from "../columns/prepared-columns.ts";
import type { ParsedColumn, ParseSpec } from "./parse-spec.ts";
import { type ParsedCell, type TextReader, textReader } from "./text-reader.ts";

/**
 * The columns of raw rows in the types that a specification declares; others as they are, but for texts that mean no
 * value. A column of another type than texts that has its type already is left alone. Columns of the specification that
 * the table lacks are no matter of it.
 *
 * @throws MlopsError PREPROCESSING_VALUE_INVALID naming column, row and text, PREPROCESSING_COLUMN_TYPE
 */
export function parseTable(table: Table, { columns, null_values: nullValues = [] }: ParseSpec): Table {
  return Table.fromColumns(
    [...table].map(([name, column]) => {
      const parsed = Object.hasOwn(columns, name) ? columns[name] : undefined;
      if (parsed !== undefined) return [name, parseColumn(name, column, parsed, nullValues)] as const;
      return [name, column.type === "string" ? withoutNulls(column, nullValues) : column] as const;
    }),
    table.rowCount,
  );
}

function withoutNulls(column: StringColumn, nullValues: readonly string[]): Column {
  if (!column.dictionary.some((text) => nullValues.includes(text.trim()))) return column;
  return textColumn(column.length, (row) => {
    const text = isNull(column, row) ? undefined : column.dictionary[column.values[row] ?? 0];
    return text === undefined || nullValues.includes(text.trim()) ? null : text;
  });
}

function parseColumn(name: string, column: Column, parsed: ParsedColumn, nullValues: readonly string[]): Column {
  const texts = column.type === "string" ? column : asTexts(name, column, parsed.type);
  if (texts === null) return column;
  const read = textReader(parsed, [...(parsed.null_values ?? nullValues), ""]);
  const cells = texts.dictionary.map((text) => readCell(name, texts, text, read));
  const cellAt = (row: number): ParsedCell => (isNull(texts, row) ? null : (cells[texts.values[row] ?? 0] ?? null));
  return columnOf(parsed.type, texts.length, cellAt);
}

/** A dictionary may hold texts that no row uses: only the row of one that is used is an error. */
function readCell(name: string, column: StringColumn, text: string, read: TextReader): ParsedCell {
  const cell = read(text);
  if (typeof cell !== "object" || cell === null) return cell;
  const code = column.dictionary.indexOf(text);
  const row = Array.from({ length: column.length }, (_, index) => index).find(
    (index) => column.values[index] === code && !isNull(column, index),
  );
  if (row === undefined) return null;
  throw new MlopsError(
    "PREPROCESSING_VALUE_INVALID",
    `Row ${row} of the column "${name}" holds ${JSON.stringify(text)}, which is ${cell.problem}.`,
    {
      hint: "Mend the cell, list the text under null_values, or set unparsable: null for the column.",
      details: { column: name, row, text },
    },
  );
}

/** Numbers and booleans as texts where a text is wanted; null for a column that has its type already. */
function asTexts(
  name: string,
  column: Exclude<Column, StringColumn>,
  wanted: ParsedColumn["type"],
): StringColumn | null {
  const numeric = column.type !== "bool" && column.type !== "instant";
  if (wanted === "double" && numeric) return null;
  if (wanted === column.type) return null;
  if (wanted === "string" && column.type !== "instant") {
    return textColumn(column.length, (row) => (isNull(column, row) ? null : plainText(column, row)));
  }
  // Zeros and ones, and years, are read as numbers where nobody says otherwise.
  if (numeric) return textColumn(column.length, (row) => (isNull(column, row) ? null : plainText(column, row)));
  throw new MlopsError(
    "PREPROCESSING_COLUMN_TYPE",
    `The column "${name}" is ${column.type}, and the recipe parses it as ${wanted}.`,
    { hint: "Give texts, or the type itself.", details: { column: name, type: column.type, expected: wanted } },
  );
}

function plainText(column: Column, row: number): string {
  return column.type === "bool" ? String(column.values[row] === 1) : String(column.values[row]);
}

function columnOf(type: ParsedColumn["type"], rows: number, cellAt: (row: number) => ParsedCell): Column {
  if (type === "string") return textColumn(rows, (row) => cellAt(row) as string | null);
  const doubles = Float64Array.from({ length: rows }, (_, row) => Number(cellAt(row) ?? Number.NaN));
  if (type === "double") return numberColumn(doubles);
  const validity = validityOf(rows, (row) => !Number.isNaN(doubles[row]));
  return makeColumn(type, type === "bool" ? Uint8Array.from(doubles) : doubles, validity);
}
