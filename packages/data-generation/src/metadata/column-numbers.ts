import { type Column, isValid } from "@mlops/table";

import { type DateText, dateText } from "./date-text.ts";
import { invalidCell } from "./invalid-cell.ts";

/** Whole numbers beyond this lose digits as doubles. */
const LARGEST_WHOLE = 2 ** 53;

/**
 * A column as numbers, NaN where there is none; instants are UTC milliseconds. A NaN of the data is no value either.
 *
 * @param date reads texts as dates; without it texts are read as numbers
 * @throws MlopsError SYNTHESIS_DATA_INVALID for an infinite number, a text that is none, or whole numbers beyond 2^53
 */
export function columnNumbers(name: string, column: Column, date?: DateText): Float64Array {
  const numbers = new Float64Array(column.length).fill(Number.NaN);
  const byText = column.type === "string" ? textNumbers(column.dictionary, date) : undefined;
  for (let row = 0; row < column.length; row += 1) {
    if (!isValid(column.validity, row)) continue;
    const raw = column.values[row] ?? 0;
    const value = byText === undefined ? Number(raw) : byText[Number(raw)];
    if (value === undefined) {
      const text = column.type === "string" ? (column.dictionary[Number(raw)] ?? "") : String(raw);
      throw invalidCell(
        name,
        row,
        `holds "${text}", which is no ${date === undefined ? "number" : "date of the column's format"}`,
      );
    }
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      const hint = "Mend the cell; leave it empty where the value is not known.";
      throw invalidCell(name, row, `is ${value}, of which no distribution can be learnt`, hint);
    }
    if (column.type === "int64" && Math.abs(value) > LARGEST_WHOLE) {
      const hint = `Say what it is in the metadata: columns: {${name}: {type: id}}.`;
      throw invalidCell(name, row, `is ${raw}, which a number of 53 bits cannot hold`, hint);
    }
    numbers[row] = value;
  }
  return numbers;
}

function textNumbers(dictionary: readonly string[], date: DateText | undefined): readonly (number | undefined)[] {
  return dictionary.map((text) => (date === undefined ? numberOf(text) : date.parse(text)));
}

/** The number that a text is, in the plain notations of data files. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(inf|infinity|nan)$/i.test(trimmed)) return undefined;
  if (/nan/i.test(trimmed)) return Number.NaN;
  if (/inf/i.test(trimmed)) return trimmed.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(trimmed);
}

/** The format of a column of dates, given or recognised. */
export function dateTextOf(format: string, dictionary: readonly string[]): DateText | undefined {
  const upperCase = format.includes("%b") && dictionary.some((text) => /[A-Z]{3}/.test(text));
  return dateText(format, upperCase);
}
