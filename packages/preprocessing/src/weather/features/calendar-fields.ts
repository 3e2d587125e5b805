import { type Instant, localFields, type Station } from "@mlops/core";

import { isHoliday } from "../holidays/holiday-calendar.ts";

/** The local calendar of an instant at a station, by its own zone and holidays. Flags are 0 or 1. */
export interface CalendarFields {
  /** 0–23 */
  readonly hour: number;
  /** 0 Monday … 6 Sunday. */
  readonly dayOfWeek: number;
  /** 1–366 */
  readonly dayOfYear: number;
  /** 1–12 */
  readonly month: number;
  readonly isWeekend: number;
  /** NaN in years that the holiday calendar does not know. */
  readonly isHoliday: number;
  /** 0 winter, 1 spring, 2 summer, 3 autumn, by calendar month; half a year shifted where the latitude is south. */
  readonly season: number;
}

export type CalendarStation = Pick<Station, "timeZone" | "holidays" | "latitude">;

export function calendarFields(at: Instant, station: CalendarStation): CalendarFields {
  const { year, month, day, hour, dayOfWeek, dayOfYear } = localFields(at, station.timeZone);
  const holiday = isHoliday(station.holidays, year, month, day);
  const southern = (station.latitude ?? 0) < 0;
  return {
    hour,
    dayOfWeek,
    dayOfYear,
    month,
    isWeekend: dayOfWeek >= 5 ? 1 : 0,
    isHoliday: holiday === null ? Number.NaN : Number(holiday),
    season: (Math.floor((month % 12) / 3) + (southern ? 2 : 0)) % 4,
  };
}
