import { MINUTE, utcOf } from "@mlops/core";

/** A format of dates and times that texts are read by. */
export interface DateFormat {
  readonly hasTime: boolean;
  readonly hasZone: boolean;
  /** Milliseconds of the fields as if they were UTC, less the offset where there is one; null where the text differs. */
  read(text: string): number | null;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const fullMonths = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

type Field = "year" | "shortYear" | "month" | "monthName" | "day" | "hour" | "minute" | "second" | "fraction" | "zone";

/** Directives of strptime; names of months are English, in any case. */
const directives: Readonly<Record<string, { readonly field: Field; readonly pattern: string }>> = {
  Y: { field: "year", pattern: "\\d{4}" },
  y: { field: "shortYear", pattern: "\\d{2}" },
  m: { field: "month", pattern: "\\d{1,2}" },
  b: { field: "monthName", pattern: months.join("|") },
  B: { field: "monthName", pattern: fullMonths.join("|") },
  d: { field: "day", pattern: "\\d{1,2}" },
  H: { field: "hour", pattern: "\\d{1,2}" },
  M: { field: "minute", pattern: "\\d{1,2}" },
  S: { field: "second", pattern: "\\d{1,2}" },
  f: { field: "fraction", pattern: "\\d{1,6}" },
  z: { field: "zone", pattern: "z|[+-]\\d{2}:?\\d{2}" },
};

/** The format, or a sentence that says what is wrong with it. */
export function dateFormat(format: string): DateFormat | string {
  const fields: Field[] = [];
  let pattern = "";
  for (let index = 0; index < format.length; index += 1) {
    const character = format[index] ?? "";
    if (character !== "%") {
      pattern += character.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
      continue;
    }
    index += 1;
    const letter = format[index] ?? "";
    const directive = Object.hasOwn(directives, letter) ? directives[letter] : undefined;
    if (letter === "%") pattern += "%";
    else if (directive === undefined) return unknownDirective(letter);
    else {
      if (fields.includes(directive.field)) return `The format ${format} has %${letter} twice`;
      fields.push(directive.field);
      pattern += `(${directive.pattern})`;
    }
  }
  const has = (...names: readonly Field[]): boolean => names.some((name) => fields.includes(name));
  if (!has("year", "shortYear") || !has("month", "monthName") || !has("day")) {
    return `The format ${format} names no whole date: year (%Y), month (%m or %b) and day (%d) are needed`;
  }
  const expression = new RegExp(`^${pattern}$`, "i");
  return {
    hasTime: has("hour", "minute", "second", "fraction"),
    hasZone: has("zone"),
    read: (text) => instantOf(expression.exec(text), fields),
  };
}

function unknownDirective(letter: string): string {
  const known = Object.keys(directives).map((each) => `%${each}`);
  return `There is no %${letter} in formats; there are ${known.join(", ")} and %%`;
}

function instantOf(match: RegExpExecArray | null, fields: readonly Field[]): number | null {
  if (match === null) return null;
  const texts = new Map(fields.map((field, index) => [field, match[index + 1] ?? ""]));
  const number = (field: Field): number => Number(texts.get(field) ?? 0);
  const utc = utcOf(
    yearOf(texts),
    monthOf(texts),
    number("day"),
    number("hour"),
    number("minute"),
    number("second"),
    Math.trunc(Number(`0.${texts.get("fraction") ?? 0}`) * 1000),
  );
  return utc === undefined ? null : utc - offsetOf(texts.get("zone"));
}

/** As POSIX: 69 to 99 are of the last century. */
function yearOf(texts: ReadonlyMap<Field, string>): number {
  const short = texts.get("shortYear");
  if (short === undefined) return Number(texts.get("year"));
  return Number(short) + (Number(short) >= 69 ? 1900 : 2000);
}

function monthOf(texts: ReadonlyMap<Field, string>): number {
  const name = texts.get("monthName")?.slice(0, 3).toLowerCase();
  return name === undefined ? Number(texts.get("month")) : months.indexOf(name) + 1;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toLowerCase() === "z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -minutes : minutes) * MINUTE;
}
