import { type Column, isValid, type StringColumn } from "@mlops/table";

import { knownDateFormats } from "./date-text.ts";
import { dateTextOf, numberOf } from "./column-numbers.ts";
import { invalidCell } from "./invalid-cell.ts";
import type { ColumnKind } from "./metadata.ts";

export interface DetectedKind {
  readonly kind: ColumnKind;
  /** Of dates held as text. */
  readonly format?: string;
}

/** Whole numbers from 0 on with at most so many different values are categories, as SDV detects them. */
const MOST_NUMERIC_CATEGORIES = 10;
/** So few different dates stay what they are. */
const MOST_DATE_CATEGORIES = 64;
/** Below this share of different values, texts are categories and not names of rows. */
const ID_SHARE = 0.95;
/** A column of texts of which so many are numbers (or dates of a format) is one of numbers with mistakes. */
const MIXED_SHARE = 0.9;
/** Fewer rows tell nothing about how many values repeat. */
const FEWEST_ROWS = 20;

/**
 * What a column is, from all its values.
 *
 * @throws MlopsError SYNTHESIS_DATA_INVALID for numbers with some texts among them, and for dates in several formats
 */
export function detectKind(name: string, column: Column): DetectedKind {
  if (column.type === "string") return detectTexts(name, column);
  if (!varies(column)) return { kind: "constant" };
  if (column.type === "bool") return { kind: "boolean" };
  return column.type === "instant" ? { kind: "datetime" } : detectNumbers(name, column);
}

/** Whether there are two different values. */
function varies(column: Exclude<Column, StringColumn>): boolean {
  let first: number | bigint | undefined;
  for (let row = 0; row < column.length; row += 1) {
    const value = column.values[row] ?? 0;
    if (!isValid(column.validity, row) || Number.isNaN(value)) continue;
    if (first === undefined) first = value;
    else if (value !== first) return true;
  }
  return false;
}

function detectNumbers(name: string, column: Exclude<Column, StringColumn>): DetectedKind {
  const { valid, whole, least, most } = summary(column);
  if (!whole) return { kind: "numeric" };
  const different = distinct(column, least, most);
  const large = column.type === "int64" && Math.max(Math.abs(least), Math.abs(most)) > 2 ** 53;
  const isRun = most - least === different - 1;
  const named = /(^|[_. ])(id|key|uuid|no|number)$/i.test(name) || /[a-z]Id$/.test(name);
  if (different === valid && valid >= FEWEST_ROWS && (isRun || named || large)) return { kind: "id" };
  const few = different <= Math.min(MOST_NUMERIC_CATEGORIES, Math.round(column.length / 10));
  return { kind: few && least >= 0 ? "category" : "integer" };
}

interface NumberSummary {
  readonly valid: number;
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
}

function summary(column: Exclude<Column, StringColumn>): NumberSummary {
  let valid = 0;
  let whole = true;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < column.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    const value = Number(column.values[row]);
    if (Number.isNaN(value)) continue;
    valid += 1;
    whole &&= Number.isInteger(value) || !Number.isFinite(value);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { valid, whole, least, most };
}

/** A range of whole numbers up to this is ticked off in a table, which is some thirty times faster than a set. */
const TICKED_RANGE = 2 ** 25;

/** How many different whole numbers there are. */
function distinct(column: Exclude<Column, StringColumn>, least: number, most: number): number {
  if (!(most - least < TICKED_RANGE)) {
    const seen = new Set<number | bigint>();
    for (let row = 0; row < column.length; row += 1) {
      const value = column.values[row] ?? 0;
      if (isValid(column.validity, row) && !Number.isNaN(value)) seen.add(value);
    }
    return seen.size;
  }
  const ticks = new Uint8Array(most - least + 1);
  let different = 0;
  for (let row = 0; row < column.length; row += 1) {
    const place = Number(column.values[row]) - least;
    if (!isValid(column.validity, row) || ticks[place] !== 0) continue;
    ticks[place] = 1;
    different += 1;
  }
  return different;
}

function detectTexts(name: string, column: StringColumn): DetectedKind {
  const counts = new Float64Array(column.dictionary.length);
  let valid = 0;
  for (let row = 0; row < column.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    valid += 1;
    counts[column.values[row] ?? 0] = (counts[column.values[row] ?? 0] ?? 0) + 1;
  }
  const different = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  if (different < 2) return { kind: "constant" };
  const shareOf = (holds: (text: string) => boolean): number => {
    let rows = 0;
    for (const [code, count] of counts.entries()) if (count > 0 && holds(column.dictionary[code] ?? "")) rows += count;
    return rows / valid;
  };
  const numeric = shareOf((text) => numberOf(text) !== undefined);
  if (numeric >= MIXED_SHARE && numeric < 1 && valid >= FEWEST_ROWS) {
    const row = firstRow(column, (text) => numberOf(text) === undefined);
    const text = column.dictionary[column.values[row] ?? 0] ?? "";
    const hint = `Mend the cell, or say in the metadata that the column holds texts: columns: {${name}: {type: category}}.`;
    throw invalidCell(name, row, `holds the text "${text}" in a column of numbers`, hint);
  }
  const format = dateFormat(name, column, shareOf, valid);
  if (format !== undefined && different > Math.min(MOST_DATE_CATEGORIES, column.length / 10))
    return { kind: "datetime", format };
  return { kind: different >= ID_SHARE * valid && valid >= FEWEST_ROWS ? "id" : "category" };
}

function dateFormat(
  name: string,
  column: StringColumn,
  shareOf: (holds: (text: string) => boolean) => number,
  valid: number,
): string | undefined {
  const readers = knownDateFormats.flatMap((format) => {
    const date = dateTextOf(format, []);
    return date === undefined ? [] : [{ format, reads: (text: string) => date.parse(text) !== undefined }];
  });
  const shares = readers.map((reader) => ({ ...reader, share: shareOf(reader.reads) }));
  const whole = shares.find(({ share }) => share === 1);
  if (whole !== undefined) return whole.format;
  const anyDate = (text: string): boolean => readers.some(({ reads }) => reads(text));
  if (valid < FEWEST_ROWS || shareOf(anyDate) < MIXED_SHARE) return undefined;
  const main = shares.toSorted((a, b) => b.share - a.share)[0];
  if (main === undefined) return undefined;
  const row = firstRow(column, (text) => !main.reads(text));
  const text = column.dictionary[column.values[row] ?? 0] ?? "";
  const hint = `Write all dates in one format, or say in the metadata that the column holds texts: columns: {${name}: {type: category}}.`;
  throw invalidCell(name, row, `holds "${text}" where most dates are written as ${main.format}`, hint);
}

function firstRow(column: StringColumn, holds: (text: string) => boolean): number {
  for (let row = 0; row < column.length; row += 1) {
    if (isValid(column.validity, row) && holds(column.dictionary[column.values[row] ?? 0] ?? "")) return row;
  }
  return 0;
}
