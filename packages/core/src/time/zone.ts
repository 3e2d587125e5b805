import { MlopsError } from "../errors/mlops-error.ts";
import { DAY, type Instant, MINUTE } from "./instant.ts";

/** Calendar fields of an instant in a zone. Months and days count from 1; `dayOfWeek` is 0 for Monday … 6 for Sunday. */
export interface LocalFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly dayOfWeek: number;
  /** 1 … 366 */
  readonly dayOfYear: number;
  readonly offsetMinutes: number;
}

/** What to do with a local time that exists twice (end of daylight saving time) or not at all (its begin). */
export type Disambiguation = "earlier" | "later" | "reject";

/** One UTC day of a zone: one offset, or two around a change. */
interface DayOffsets {
  readonly before: number;
  readonly changeAt: Instant;
  readonly after: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const dayTables = new Map<string, Map<number, DayOffsets>>();

/** @throws MlopsError TIME_ZONE_UNKNOWN */
export function assertTimeZone(zone: string): void {
  formatterOf(zone);
}

/** Offset of local time from UTC in minutes, east positive: 540 for Asia/Seoul. */
export function offsetMinutes(instant: Instant, zone: string): number {
  let table = dayTables.get(zone);
  if (!table) {
    formatterOf(zone);
    table = new Map();
    dayTables.set(zone, table);
  }
  const day = Math.floor(instant / DAY);
  let offsets = table.get(day);
  if (!offsets) {
    offsets = dayOffsets(day * DAY, zone);
    table.set(day, offsets);
  }
  return instant < offsets.changeAt ? offsets.before : offsets.after;
}

export function localFields(instant: Instant, zone: string): LocalFields {
  const offset = offsetMinutes(instant, zone);
  const shifted = new Date(instant + offset * MINUTE);
  const year = shifted.getUTCFullYear();
  return {
    year,
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    dayOfWeek: (shifted.getUTCDay() + 6) % 7,
    dayOfYear: Math.floor((shifted.getTime() - Date.UTC(year, 0, 1)) / DAY) + 1,
    offsetMinutes: offset,
  };
}

/**
 * The instant of a local time given as if it were UTC milliseconds (`utcOf(2013, 11, 3, 1, 30)`).
 *
 * A time that exists twice becomes the earlier or the later one. A time that does not exist is moved by the length of
 * the gap: forwards for `earlier` and `later` alike.
 *
 * @throws MlopsError INSTANT_INVALID with `reject`
 */
export function instantOfLocal(localAsUtc: number, zone: string, disambiguation: Disambiguation = "earlier"): Instant {
  const candidates = [
    ...new Set([
      localAsUtc - offsetMinutes(localAsUtc - DAY, zone) * MINUTE,
      localAsUtc - offsetMinutes(localAsUtc + DAY, zone) * MINUTE,
    ]),
  ].toSorted((a, b) => a - b);
  const valid = candidates.filter((instant) => instant + offsetMinutes(instant, zone) * MINUTE === localAsUtc);
  if (valid.length === 1) return valid[0] as Instant;
  if (disambiguation === "reject") {
    const text = new Date(localAsUtc).toISOString().slice(0, 19);
    throw new MlopsError(
      "INSTANT_INVALID",
      valid.length === 0
        ? `${text} does not exist in ${zone}: the clock is set forward over it.`
        : `${text} exists twice in ${zone}: the clock is set back over it.`,
    );
  }
  if (valid.length === 0) return candidates.at(-1) as Instant;
  return (disambiguation === "earlier" ? valid[0] : valid.at(-1)) as Instant;
}

/** ISO 8601 with the zone's offset: `2013-10-05T08:00:00-04:00`. */
export function formatInZone(instant: Instant, zone: string): string {
  const offset = offsetMinutes(instant, zone);
  const text = new Date(instant + offset * MINUTE).toISOString().replace(".000Z", "").replace("Z", "");
  const size = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${text}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function dayOffsets(dayStart: Instant, zone: string): DayOffsets {
  const before = measureOffset(dayStart, zone);
  const after = measureOffset(dayStart + DAY, zone);
  if (before === after) return { before, changeAt: dayStart + DAY, after };
  let low = dayStart;
  let high = dayStart + DAY;
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (measureOffset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return { before, changeAt: high, after };
}

function measureOffset(instant: Instant, zone: string): number {
  const parts: Record<string, number> = {};
  for (const part of formatterOf(zone).formatToParts(instant)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(instant / 1000) * 1000) / MINUTE);
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    try {
      formatter = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch (cause) {
      throw new MlopsError("TIME_ZONE_UNKNOWN", `"${zone}" is not an IANA time zone.`, { cause });
    }
    formatters.set(zone, formatter);
  }
  return formatter;
}
