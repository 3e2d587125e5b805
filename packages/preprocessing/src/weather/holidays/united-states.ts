import { dayOfWeek, type EpochDay, epochDay } from "./epoch-day.ts";

/**
 * Federal holidays of the United States (5 U.S.C. § 6103), with the weekday on which one that falls on a weekend is
 * observed: Friday for a Saturday, Monday for a Sunday. Both the date and its observed weekday count. Days that a
 * president declares off once are no federal holidays.
 */
const MONDAY = 0;
const THURSDAY = 3;
const SATURDAY = 5;
const SUNDAY = 6;

/** The first year with today's list but for Juneteenth: Martin Luther King's day was first observed in 1986. */
const FIRST_YEAR = 1986;

/** Names by date, or undefined before 1986. */
export function federalHolidays(year: number): ReadonlyMap<EpochDay, string> | undefined {
  if (year < FIRST_YEAR) return undefined;
  const names = new Map<EpochDay, string>();
  for (const [date, name] of floatingHolidays(year)) names.set(date, name);
  // New Year's Day of the next year is observed in this one when it is a Saturday.
  for (const [date, name] of [...fixedHolidays(year), ...fixedHolidays(year + 1).slice(0, 1)]) {
    const weekday = dayOfWeek(date);
    const observed = weekday === SATURDAY ? date - 1 : weekday === SUNDAY ? date + 1 : date;
    names.set(date, name);
    if (observed !== date) names.set(observed, `${name} (observed)`);
  }
  const first = epochDay(year, 1, 1);
  const last = epochDay(year, 12, 31);
  return new Map([...names].filter(([date]) => date >= first && date <= last).toSorted(([a], [b]) => a - b));
}

function fixedHolidays(year: number): readonly (readonly [EpochDay, string])[] {
  return [
    [epochDay(year, 1, 1), "New Year's Day"],
    ...(year >= 2021 ? [[epochDay(year, 6, 19), "Juneteenth"] as const] : []),
    [epochDay(year, 7, 4), "Independence Day"],
    [epochDay(year, 11, 11), "Veterans Day"],
    [epochDay(year, 12, 25), "Christmas Day"],
  ];
}

function floatingHolidays(year: number): readonly (readonly [EpochDay, string])[] {
  return [
    [nthWeekday(year, 1, MONDAY, 3), "Martin Luther King's Birthday"],
    [nthWeekday(year, 2, MONDAY, 3), "Washington's Birthday"],
    [nthWeekday(year, 6, MONDAY, 1) - 7, "Memorial Day"],
    [nthWeekday(year, 9, MONDAY, 1), "Labor Day"],
    [nthWeekday(year, 10, MONDAY, 2), "Columbus Day"],
    [nthWeekday(year, 11, THURSDAY, 4), "Thanksgiving Day"],
  ];
}

function nthWeekday(year: number, month: number, weekday: number, count: number): EpochDay {
  const first = epochDay(year, month, 1);
  return first + ((weekday - dayOfWeek(first) + 7) % 7) + (count - 1) * 7;
}
