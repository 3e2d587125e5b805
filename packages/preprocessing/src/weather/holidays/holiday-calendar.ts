import { type HolidayCalendar, type Instant, localFields, type Station } from "@mlops/core";

import { type EpochDay, epochDay } from "./epoch-day.ts";
import { koreanHolidays } from "./korea.ts";
import { federalHolidays } from "./united-states.ts";

const none: ReadonlyMap<EpochDay, string> = new Map();
const years = new Map<string, ReadonlyMap<EpochDay, string> | undefined>();

/**
 * Holidays of one year, name by date (days since 1970-01-01), or undefined where the calendar does not know the year:
 * KR knows 2013–2035, US everything from 1986; `none` has no holiday in any year.
 */
export function holidaysOfYear(calendar: HolidayCalendar, year: number): ReadonlyMap<EpochDay, string> | undefined {
  if (calendar === "none") return none;
  const key = `${calendar}${year}`;
  if (!years.has(key)) years.set(key, calendar === "KR" ? koreanHolidays(year) : federalHolidays(year));
  return years.get(key);
}

/** Whether a date is a public holiday; null where the calendar does not know its year. Weekends as such are none. */
export function isHoliday(calendar: HolidayCalendar, year: number, month: number, day: number): boolean | null {
  return holidaysOfYear(calendar, year)?.has(epochDay(year, month, day)) ?? null;
}

/** The name of the holiday on the station's local date of `instant`; null without one or outside the calendar's years. */
export function holidayNameAt(instant: Instant, station: Pick<Station, "timeZone" | "holidays">): string | null {
  const { year, month, day } = localFields(instant, station.timeZone);
  return holidaysOfYear(station.holidays, year)?.get(epochDay(year, month, day)) ?? null;
}
