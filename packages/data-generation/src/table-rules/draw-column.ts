import type { RandomStream } from "@mlops/core";

import { beta, clipped, cumulated, exponential, lognormal, rounded, weighted } from "../outcome/draws.ts";
import type { NumberValues, TextValues } from "./rule-values.ts";
import type { ColumnRule, NumberRule } from "./table-rules.ts";

export function drawNumbers(stream: RandomStream, rule: NumberRule, count: number): NumberValues {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, decimals, zeros } = rule;
  const values = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const isZero = zeros > 0 && stream.uniform() < zeros;
    values[row] = isZero ? 0 : rounded(clipped(drawNumber(stream, rule), min, max), decimals);
  }
  return { kind: "number", values, decimals };
}

function drawNumber(stream: RandomStream, { distribution, a, b = 1, scale }: NumberRule): number {
  switch (distribution) {
    case "normal":
      return a + b * stream.normal();
    case "lognormal":
      return lognormal(stream, a, b);
    case "exponential":
      return exponential(stream, a);
    case "beta":
      return scale * beta(stream, a, b);
    case "uniform":
      return a + (b - a) * stream.uniform();
  }
}

export function drawChoices(
  stream: RandomStream,
  weights: Readonly<Record<string, number>>,
  count: number,
): TextValues {
  const cumulative = cumulated(Object.values(weights));
  const codes = Int32Array.from({ length: count }, () => weighted(stream, cumulative));
  return { kind: "text", codes, texts: Object.keys(weights) };
}

/** Codes whose frequencies fall as those of words do (Zipf): some are common, most are rare. */
export function drawCodes(
  stream: RandomStream,
  { count: codes, groups, letters = "K", min, max }: NonNullable<ColumnRule["codes"]>,
  count: number,
): TextValues | NumberValues {
  const cumulative = cumulated(Array.from({ length: codes }, (_, index) => 1 / (index + 1)));
  const drawn = Int32Array.from({ length: count }, () => weighted(stream, cumulative));
  if (min !== undefined && max !== undefined) {
    const step = codes === 1 ? 0 : (max - min) / (codes - 1);
    return { kind: "number", values: Float64Array.from(drawn, (code) => Math.round(min + step * code)), decimals: 0 };
  }
  const width = String(codes - 1).length;
  const texts = Array.from({ length: codes }, (_, index) =>
    groups === undefined
      ? `${letters}${String(index).padStart(width, "0")}`
      : `${groupText(letters, index % groups)}${String(Math.floor(index / groups)).padStart(2, "0")}`,
  );
  return { kind: "text", codes: drawn, texts };
}

/** Three characters, different for each of a thousand groups. */
function groupText(letters: string, group: number): string {
  const letter = String.fromCharCode(letters.charCodeAt(0) + Math.floor(group / 100));
  return `${letter}${String(group % 100).padStart(2, "0")}`;
}

/** The last days of the months of a year, as `31JAN2024`, all equally frequent. */
export function drawMonthEnds(stream: RandomStream, year: number, count: number): TextValues {
  const texts = Array.from({ length: 12 }, (_, month) => dayText(Date.UTC(year, month + 1, 0)));
  return { kind: "text", codes: Int32Array.from({ length: count }, () => stream.integer(12)), texts };
}

const DAY = 86_400_000;
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** `31JAN2024` */
export function dayText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const day = String(date.getUTCDate()).padStart(2, "0");
  return `${day}${months[date.getUTCMonth()]}${date.getUTCFullYear()}`;
}

export function dayOf(text: string): number {
  return Date.UTC(Number(text.slice(5)), months.indexOf(text.slice(2, 5)), Number(text.slice(0, 2)));
}

export function drawDays(
  stream: RandomStream,
  { first, last }: { readonly first: string; readonly last: string },
  count: number,
): TextValues {
  const start = Date.parse(`${first}T00:00:00Z`);
  const days = Math.round((Date.parse(`${last}T00:00:00Z`) - start) / DAY) + 1;
  return textsOf(Array.from({ length: count }, () => dayText(start + DAY * stream.integer(days))));
}

/** Days so far from the days of another column. */
export function shiftedDays(from: TextValues, { values }: NumberValues, sign: 1 | -1): TextValues {
  const starts = from.texts.map(dayOf);
  return textsOf(Array.from(from.codes, (code, row) => dayText((starts[code] ?? 0) + sign * DAY * (values[row] ?? 0))));
}

function textsOf(values: readonly string[]): TextValues {
  const codes = new Map<string, number>();
  const list = Int32Array.from(values, (value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
  return { kind: "text", codes: list, texts: [...codes.keys()] };
}
