import { MlopsError } from "@mlops/core";

import { columnHolders, type ModelColumns, type ModelPort } from "./model-column.ts";

/**
 * Holds the columns against the model's inputs, by name, and answers the number of rows.
 *
 * @throws MlopsError MODEL_INPUT_MISSING, MODEL_INPUT_UNKNOWN, MODEL_INPUT_TYPE, MODEL_INPUT_LENGTH,
 *   MODEL_INPUT_NOT_FINITE, each naming the column.
 */
export function checkColumns(inputs: readonly ModelPort[], columns: ModelColumns): number {
  const missing = inputs.map(({ name }) => name).filter((name) => !Object.hasOwn(columns, name));
  if (missing.length > 0) {
    throw new MlopsError("MODEL_INPUT_MISSING", `The model needs ${quoted(missing)}, which was not given.`, {
      details: { missing, given: Object.keys(columns) },
    });
  }
  const known = new Set(inputs.map(({ name }) => name));
  const unknown = Object.keys(columns).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new MlopsError("MODEL_INPUT_UNKNOWN", `The model has no input ${quoted(unknown)}.`, {
      details: { unknown, inputs: [...known] },
    });
  }
  const rows = columns[inputs[0]?.name ?? ""]?.length ?? 0;
  for (const input of inputs) checkColumn(input, columns[input.name], rows);
  return rows;
}

function checkColumn({ name, type }: ModelPort, column: ModelColumns[string] | undefined, rows: number): void {
  const holder = columnHolders[type];
  if (column === undefined || !holder.holds(column)) {
    throw new MlopsError("MODEL_INPUT_TYPE", `The column "${name}" is of type ${type} and has to be ${holder.label}.`, {
      details: { column: name, expected: type, given: Object.prototype.toString.call(column).slice(8, -1) },
    });
  }
  if (column.length !== rows) {
    throw new MlopsError("MODEL_INPUT_LENGTH", `The column "${name}" has ${column.length} rows, others have ${rows}.`, {
      details: { column: name, rows: column.length, expected: rows },
    });
  }
  if (!(column instanceof Float64Array)) return;
  const row = column.findIndex((value) => value === Infinity || value === -Infinity);
  if (row >= 0) {
    throw new MlopsError("MODEL_INPUT_NOT_FINITE", `The column "${name}" is ${column[row]} in row ${row}.`, {
      details: { column: name, row },
    });
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
