import { type ClassLabel, type ClassTarget, MlopsError, type ValueTarget } from "@mlops/core";
import { type Column, isValid, type Table } from "@mlops/table";

import { categoriesOf, categoryCodes } from "../columns/categories.ts";
import { doublesOf, numberColumn, textColumn } from "../columns/prepared-columns.ts";
import { fitsDouble } from "./input-column.ts";

/** Rows that a message names. */
const NAMED_ROWS = 5;

/**
 * The labels of a target column: texts (in NFC), numbers or booleans; classes sorted as scikit-learn sorts them, texts by
 * code point, numbers by size, false before true. Other parts than training are coded by the classes of training.
 *
 * @param classes those of training; default: the column's own
 * @throws MlopsError LABEL_INVALID naming rows without a label, or of a class that training did not see;
 *   TABLE_COLUMN_UNKNOWN
 */
export function readLabels(table: Table, target: string, classes?: readonly ClassLabel[]): ClassTarget {
  const column = labelColumn(table.column(target), target);
  const missing = rowsWhere(column.length, (row) => !isValid(column.validity, row));
  if (missing.length > 0) throw invalidRows(target, missing, "no label");
  const known = classes ?? categoriesOf(column);
  const codes = categoryCodes(column, known);
  const unseen = rowsWhere(codes.length, (row) => (codes[row] ?? 0) < 0);
  if (unseen.length > 0) throw invalidRows(target, unseen, "a label that training did not see");
  return { kind: "classes", classes: known, codes };
}

/**
 * A target of numbers, without missing ones.
 *
 * @throws MlopsError LABEL_INVALID for another type, or naming rows without a finite number; TABLE_COLUMN_UNKNOWN
 */
export function readNumericTarget(table: Table, target: string): ValueTarget {
  const column = table.column(target);
  if (column.type === "string" || column.type === "bool" || column.type === "instant") {
    throw invalidType(target, column, "numbers");
  }
  const values = doublesOf(column);
  const missing = rowsWhere(values.length, (row) => !Number.isFinite(values[row]));
  if (missing.length > 0) throw invalidRows(target, missing, "no finite number");
  return { kind: "values", values };
}

/** NaN and the empty text are missing labels. */
function labelColumn(column: Column, target: string): Column {
  if (column.type === "bool") return column;
  if (column.type === "string") {
    const texts = column.dictionary.map((text) => text.normalize("NFC"));
    return textColumn(column.length, (row) =>
      isValid(column.validity, row) ? texts[column.values[row] ?? 0] || null : null,
    );
  }
  if (column.type === "instant" || (column.type === "int64" && !fitsDouble(column))) {
    throw invalidType(target, column, "texts, booleans, or numbers up to 2^53");
  }
  return numberColumn(doublesOf(column));
}

function rowsWhere(count: number, holds: (row: number) => boolean): number[] {
  return Array.from({ length: count }, (_, row) => row).filter(holds);
}

function invalidRows(target: string, rows: readonly number[], what: string): MlopsError {
  const named = rows.slice(0, NAMED_ROWS).join(", ");
  const more = rows.length > NAMED_ROWS ? ` and ${rows.length - NAMED_ROWS} more` : "";
  const noun = rows.length === 1 ? "Row" : "Rows";
  const verb = rows.length === 1 ? "has" : "have";
  return new MlopsError("LABEL_INVALID", `${noun} ${named}${more} of the target "${target}" ${verb} ${what}.`, {
    details: { column: target, rows: rows.slice(0, 1000), count: rows.length },
  });
}

function invalidType(target: string, column: Column, expected: string): MlopsError {
  return new MlopsError("LABEL_INVALID", `The target "${target}" holds ${column.type}; ${expected} are needed.`, {
    details: { column: target, type: column.type },
  });
}
