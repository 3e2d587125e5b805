import { MlopsError } from "../errors/mlops-error.ts";

/** A point in time: milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

const isoWithZone = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads ISO 8601 with a zone (`Z` or an offset). A time without a zone is an error: it would mean another instant on
 * another machine. 29 February of a common year, hour 25 and the like are errors, never rolled over.
 *
 * @throws MlopsError INSTANT_INVALID
 */
export function parseInstant(text: string): Instant {
  const match = isoWithZone.exec(text.trim());
  if (!match) {
    throw new MlopsError("INSTANT_INVALID", `"${text}" is not an instant: ISO 8601 with a zone is needed.`);
  }
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(match[6] ?? 0);
  const millisecond = Math.trunc(Number(`0.${match[7] ?? 0}`) * 1000);
  const utc = utcOf(year, month, day, hour, minute, second, millisecond);
  if (utc === undefined) throw new MlopsError("INSTANT_INVALID", `"${text}" names a date or time that does not exist.`);
  const zone = match[8] as string;
  if (zone === "Z" || zone === "z") return utc;
  const digits = zone.slice(1).replace(":", "");
  const offsetHours = Number(digits.slice(0, 2));
  const offsetMinutes = Number(digits.slice(2));
  if (offsetHours > 18 || offsetMinutes > 59) {
    throw new MlopsError("INSTANT_INVALID", `"${text}" has an offset that does not exist.`);
  }
  const offset = (offsetHours * 60 + offsetMinutes) * MINUTE;
  return zone.startsWith("-") ? utc + offset : utc - offset;
}

/** UTC milliseconds of a calendar date and time, or undefined where there is no such date or time. Months count from 1. */
export function utcOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number | undefined {
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1) return undefined;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const shift = year < 100 ? new Date(utc).setUTCFullYear(year) : utc;
  return new Date(shift).getUTCDate() === day ? shift : undefined;
}

/** ISO 8601 in UTC, without milliseconds where they are zero: `2013-10-05T12:00:00Z`. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** The last full hour at or before `instant`. */
export function floorToHour(instant: Instant): Instant {
  return Math.floor(instant / HOUR) * HOUR;
}
