import { instantOfLocal } from "@mlops/core";

import { parseDate } from "../columns/parse-date.ts";
import { dateFormat } from "./date-format.ts";
import type { ParsedColumn } from "./parse-spec.ts";

/** Null is no value; a problem says what the text is not. */
export type ParsedCell = string | number | boolean | null | { readonly problem: string };

export type TextReader = (text: string) => ParsedCell;

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads the texts of a column. `nullValues` are compared without the spaces around a text. */
export function textReader(column: ParsedColumn, nullValues: readonly string[]): TextReader {
  const read = readers[column.type](column);
  return (text) => {
    if (nullValues.includes(text.trim())) return null;
    const cell = read(text);
    return typeof cell === "object" && column.unparsable === "null" ? null : cell;
  };
}

const readers: Readonly<Record<ParsedColumn["type"], (column: ParsedColumn) => TextReader>> = {
  string({ substring, case: letters }) {
    return (text) => {
      const normal = text.normalize("NFC");
      const part =
        substring === undefined
          ? normal
          : Array.from(normal)
              .slice(substring[0], substring[0] + substring[1])
              .join("");
      if (part === "") return null;
      if (letters === undefined) return part;
      return letters === "lower" ? part.toLowerCase() : part.toUpperCase();
    };
  },
  double({ thousands, decimal = "." }) {
    return (text) => {
      const digits = thousands === undefined ? text.trim() : ungrouped(text.trim(), thousands, decimal);
      const plain = decimal === "." ? digits : digits?.replace(decimal, ".");
      if (plain === undefined || (decimal !== "." && digits?.includes("."))) return { problem: "no number" };
      if (!plainNumber.test(plain)) return { problem: "no number" };
      const number = Number(plain);
      return Number.isFinite(number) ? number : { problem: "too large for a number" };
    };
  },
  bool({ true_values = ["true"], false_values = ["false"] }) {
    const [yes, no] = [true_values, false_values].map((texts) => texts.map((text) => text.trim().toLowerCase()));
    return (text) => {
      const word = text.trim().toLowerCase();
      if (yes?.includes(word) === true) return true;
      return no?.includes(word) === true ? false : { problem: `neither ${yes?.join(", ")} nor ${no?.join(", ")}` };
    };
  },
  instant({ format, time_zone }) {
    const parsed = format === undefined ? undefined : dateFormat(format);
    if (typeof parsed === "string") throw new TypeError(parsed);
    if (parsed === undefined) {
      return (text) => parseDate(text.trim()) ?? { problem: "neither a date nor an ISO 8601 time with its zone" };
    }
    return (text) => {
      const local = parsed.read(text.trim());
      if (local === null) return { problem: `no ${format ?? ""}` };
      return time_zone === undefined ? local : instantOfLocal(local, time_zone);
    };
  },
};

/** Groups of three digits before the decimal sign; undefined where they are others. */
function ungrouped(text: string, thousands: string, decimal: string): string | undefined {
  const [whole = "", ...fraction] = text.split(decimal);
  if (!whole.includes(thousands)) return text;
  const groups = whole.split(thousands);
  const [first = "", ...rest] = groups;
  const wellFormed = /^[+-]?\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group));
  return wellFormed ? [groups.join(""), ...fraction].join(decimal) : undefined;
}
