import { type Instant, utcOf } from "@mlops/core";

/** Formats that are recognised, the likeliest first; `%d/%m/%Y` and `%m/%d/%Y` are told apart by their values. */
export const knownDateFormats = [
  "%Y-%m-%d",
  "%Y-%m-%d %H:%M:%S",
  "%Y-%m-%dT%H:%M:%S",
  "%Y-%m-%d %H:%M",
  "%Y/%m/%d",
  "%Y/%m/%d %H:%M:%S",
  "%d%b%Y",
  "%d-%b-%Y",
  "%d %b %Y",
  "%d.%m.%Y",
  "%d/%m/%Y",
  "%m/%d/%Y",
  "%d-%m-%Y",
  "%Y-%m",
  "%Y.%m.%d",
] as const;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const parts: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  y: "(?<y>\\d{2})",
  m: "(?<m>\\d{1,2})",
  d: "(?<d>\\d{1,2})",
  b: "(?<b>[A-Za-z]{3})",
  H: "(?<H>\\d{1,2})",
  M: "(?<M>\\d{2})",
  S: "(?<S>\\d{2})",
};

/** Reads and writes dates of one format, in the notation of strftime, as instants of UTC. */
export interface DateText {
  parse(text: string): Instant | undefined;
  format(instant: Instant): string;
  /** Milliseconds of the smallest part that the format shows. */
  readonly step: number;
  readonly upperCase: boolean;
}

/** Undefined for a format with other parts than %Y %y %m %d %b %H %M %S. @param upperCase months as JAN instead of Jan */
export function dateText(format: string, upperCase = false): DateText | undefined {
  const letters = [...format.matchAll(/%(.)/g)].map(([, letter]) => letter ?? "");
  if (letters.length === 0 || letters.some((letter) => parts[letter] === undefined)) return undefined;
  if (new Set(letters).size !== letters.length) return undefined;
  const source = format.replaceAll(/%(.)|[.*+?^${}()|[\]\\]/g, (text, letter?: string) =>
    letter === undefined ? `\\${text}` : (parts[letter] ?? ""),
  );
  const pattern = new RegExp(`^${source}$`);
  return {
    step: stepOf(letters),
    upperCase,
    parse(text) {
      const groups = pattern.exec(text)?.groups;
      return groups === undefined ? undefined : instantOf(groups);
    },
    format: (instant) => written(format, instant, upperCase),
  };
}

function instantOf(groups: Readonly<Record<string, string | undefined>>): Instant | undefined {
  const number = (letter: string, absent: number): number =>
    groups[letter] === undefined ? absent : Number(groups[letter]);
  const short = number("y", 70);
  const year = number("Y", short + (short < 70 ? 2000 : 1900));
  const month = groups["b"] === undefined ? number("m", 1) : months.indexOf(groups["b"].toLowerCase()) + 1;
  return utcOf(year, month, number("d", 1), number("H", 0), number("M", 0), number("S", 0));
}

function written(format: string, instant: Instant, upperCase: boolean): string {
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, "0");
  const name = months[date.getUTCMonth()] ?? "";
  const values: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getUTCFullYear()).padStart(4, "0"),
    y: () => two(date.getUTCFullYear() % 100),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    b: () => (upperCase ? name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1)),
    H: () => two(date.getUTCHours()),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
  };
  return format.replaceAll(/%(.)/g, (text, letter: string) => values[letter]?.() ?? text);
}

function stepOf(letters: readonly string[]): number {
  if (letters.includes("S")) return 1000;
  if (letters.includes("M")) return 60_000;
  if (letters.includes("H")) return 3_600_000;
  return 86_400_000;
}
