import { DAY, HOUR, type Instant, MINUTE, MlopsError, parseInstant } from "@mlops/core";
import { type Column, type DataType, isValid } from "@mlops/table";

import { columnNumbers, dateTextOf } from "../metadata/column-numbers.ts";
import type { DateText } from "../metadata/date-text.ts";
import { detectKind } from "../metadata/detect-kind.ts";
import { invalidCell } from "../metadata/invalid-cell.ts";
import type { ColumnKind, ColumnMetadata } from "../metadata/metadata.ts";
import { decimalsOf } from "./decimals.ts";
import { patternOf } from "./id-pattern.ts";

/** A cell of a model's JSON. */
export type ModelCell = string | number | boolean | null;

interface Described {
  readonly name: string;
  readonly type: DataType;
  readonly is: ColumnKind;
}

export interface ObservedNumbers extends Described {
  readonly kind: "numbers";
  /** NaN where there is none. */
  readonly values: Float64Array;
  readonly decimals: number | null;
  /** Of instants: milliseconds that they are multiples of. */
  readonly step?: number;
  /** The range that may be drawn. */
  readonly low: number;
  readonly high: number;
  readonly format?: string;
  readonly date?: DateText;
}

export interface ObservedLevels extends Described {
  readonly kind: "levels";
  /** Positions in `values`, −1 where there is none. */
  readonly codes: Int32Array;
  readonly values: readonly ModelCell[];
}

export interface ObservedId extends Described {
  readonly kind: "id";
  readonly pattern: string | null;
  readonly first: number;
  readonly absent: Uint8Array;
}

export interface ObservedConstant extends Described {
  readonly kind: "constant";
  readonly value: ModelCell;
  readonly absent: Uint8Array;
}

/** What a column shows to whoever learns from it. */
export type ObservedColumn = ObservedNumbers | ObservedLevels | ObservedId | ObservedConstant;

/**
 * @throws MlopsError SYNTHESIS_DATA_INVALID naming the column and the row, SYNTHESIS_METADATA_INVALID
 */
export function observeColumn(name: string, column: Column, metadata: ColumnMetadata = {}): ObservedColumn {
  const detected = metadata.type === undefined ? detectKind(name, column) : { kind: metadata.type };
  const described: Described = { name, type: column.type, is: detected.kind };
  switch (detected.kind) {
    case "numeric":
    case "integer":
      return observeNumbers(described, column, metadata);
    case "datetime":
      return observeDates(described, column, metadata, "format" in detected ? detected.format : undefined);
    case "category":
    case "boolean":
      return observeLevels(described, column);
    case "id":
      return observeId(described, column, metadata);
    case "constant":
      return observeConstant(described, column);
  }
}

function observeNumbers(
  described: Described,
  column: Column,
  metadata: ColumnMetadata,
  dates?: { readonly date: DateText | undefined; readonly format?: string },
): ObservedNumbers {
  const { name, is } = described;
  const values = columnNumbers(name, column, dates?.date);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) {
    throw new MlopsError(
      "SYNTHESIS_DATA_INVALID",
      `The column "${name}" has no value at all, and is said to be ${is}.`,
      {
        details: { column: name },
        hint: `Leave its type out, or say columns: {${name}: {type: constant}}.`,
      },
    );
  }
  const low = boundOf(name, metadata.min, dates?.date) ?? least;
  const high = boundOf(name, metadata.max, dates?.date) ?? most;
  if (least < low || most > high) {
    const row = values.findIndex((value) => value < low || value > high);
    throw invalidCell(name, row, `is ${values[row]}, outside the range ${low} to ${high} of the metadata`);
  }
  const learnt = (): number | null => (is === "integer" ? Math.min(0, decimalsOf(values) ?? 0) : decimalsOf(values));
  return {
    ...described,
    kind: "numbers",
    values,
    low,
    high,
    decimals: dates === undefined ? (metadata.decimals ?? learnt()) : 0,
    ...(dates !== undefined && { step: dates.date?.step ?? stepOf(values) }),
    ...(dates?.date !== undefined && { date: dates.date }),
    ...(dates?.format !== undefined && { format: dates.format }),
  };
}

function observeDates(
  described: Described,
  column: Column,
  metadata: ColumnMetadata,
  detected: string | undefined,
): ObservedNumbers {
  if (column.type !== "string") return observeNumbers(described, column, metadata, { date: undefined });
  const found = metadata.format ?? detected ?? detectKind(described.name, column).format;
  const date = found === undefined ? undefined : dateTextOf(found, column.dictionary);
  if (found === undefined || date === undefined) {
    const what = found === undefined ? "in no format that is recognised" : `said to be "${found}", which is no format`;
    throw new MlopsError("SYNTHESIS_METADATA_INVALID", `The dates of the column "${described.name}" are ${what}.`, {
      details: { column: described.name },
      hint: 'Say the format with %Y %y %m %d %b %H %M %S: format: "%d.%m.%Y".',
    });
  }
  return observeNumbers(described, column, metadata, { date, format: found });
}

const steps = [DAY, HOUR, MINUTE, 1000];

function stepOf(instants: Float64Array): number {
  return steps.find((step) => instants.every((instant) => Number.isNaN(instant) || instant % step === 0)) ?? 1;
}

function boundOf(name: string, bound: string | number | undefined, date: DateText | undefined): number | undefined {
  if (bound === undefined || typeof bound === "number") return bound;
  const parsed = date?.parse(bound) ?? instantOf(bound);
  if (parsed !== undefined) return parsed;
  throw new MlopsError(
    "SYNTHESIS_METADATA_INVALID",
    `The bound "${bound}" of the column "${name}" is neither a number nor a date.`,
  );
}

function instantOf(text: string): Instant | undefined {
  try {
    return parseInstant(text.includes("T") ? text : `${text}T00:00:00Z`);
  } catch {
    return undefined;
  }
}

function observeLevels(described: Described, column: Column): ObservedLevels | ObservedConstant {
  const codes = new Int32Array(column.length).fill(-1);
  const values: ModelCell[] = [];
  const known = new Map<number | bigint, number>();
  for (let row = 0; row < column.length; row += 1) {
    const raw = column.values[row] ?? 0;
    if (!isValid(column.validity, row) || Number.isNaN(raw)) continue;
    let code = known.get(raw);
    if (code === undefined) {
      code = values.length;
      known.set(raw, code);
      values.push(cellOf(column, raw, described.name, row));
    }
    codes[row] = code;
  }
  if (values.length < 2) return observeConstant(described, column);
  return { ...described, kind: "levels", codes, values };
}

/** 64-bit integers that a double cannot hold are kept as their digits. */
function cellOf(column: Column, raw: number | bigint, name: string, row: number): ModelCell {
  if (column.type === "string") return column.dictionary[Number(raw)] ?? "";
  if (column.type === "bool") return raw === 1;
  const value = Number(raw);
  if (!Number.isFinite(value)) throw invalidCell(name, row, `is ${value}, of which no distribution can be learnt`);
  return typeof raw === "bigint" && BigInt(value) !== raw ? String(raw) : value;
}

function observeConstant(described: Described, column: Column): ObservedConstant {
  let value: ModelCell = null;
  const absent = absentRows(column);
  for (let row = 0; row < column.length; row += 1) {
    if (absent[row] === 1) continue;
    const cell = cellOf(column, column.values[row] ?? 0, described.name, row);
    if (value !== null && cell !== value) {
      throw invalidCell(
        described.name,
        row,
        `is ${String(cell)} in a column that is said to be constant, ${String(value)} before`,
      );
    }
    value = cell;
  }
  return { ...described, is: "constant", kind: "constant", value, absent };
}

function observeId(described: Described, column: Column, { pattern }: ColumnMetadata): ObservedId {
  const absent = absentRows(column);
  if (column.type === "string") {
    const found = pattern ?? patternOf(column.dictionary, described.name);
    return { ...described, kind: "id", pattern: found, first: 0, absent };
  }
  for (let row = 0; row < column.length; row += 1) {
    const value = Number(column.values[row]);
    if (absent[row] === 0 && !Number.isInteger(value)) {
      throw invalidCell(described.name, row, `is ${value}, and only texts and whole numbers can be identifiers`);
    }
  }
  let first = Number.POSITIVE_INFINITY;
  for (let row = 0; row < column.length; row += 1)
    if (absent[row] === 0) first = Math.min(first, Number(column.values[row]));
  return { ...described, kind: "id", pattern: null, first: Number.isFinite(first) ? first : 1, absent };
}

function absentRows(column: Column): Uint8Array {
  return Uint8Array.from({ length: column.length }, (_, row) =>
    isValid(column.validity, row) && !Number.isNaN(column.values[row] ?? 0) ? 0 : 1,
  );
}
