import { dayOfWeek, type EpochDay, epochDay } from "./epoch-day.ts";
import { elections, lunarFestivals, temporaryHolidays } from "./korea-dates.ts";

/**
 * Public holidays of Korea: Regulation on Holidays of Public Offices, since 2021 the Public Holidays Act.
 *
 * A holiday that falls on a day off already is made good by the next day that is neither a weekend nor a holiday, where
 * the law of its year says so: Seollal and Chuseok (Sunday or another holiday) and Children's Day (also Saturday) from
 * 2014; the national days from August 2021; Buddha's birthday and Christmas from 2023; Labour Day and Constitution Day,
 * holidays again by the amendment of February 2026, from that year. New Year's Day and Memorial Day are never made good.
 */
interface StatutoryHoliday {
  readonly name: string;
  readonly date: EpochDay;
  /** Which weekend days lead to a substitute; undefined where the year's law knows none. */
  readonly substituteOn: "sunday" | "weekend" | undefined;
}

const SATURDAY = 5;
const SUNDAY = 6;

/** Names by date, or undefined where the lunar dates of `year` are not in the table (2013–2035 are). */
export function koreanHolidays(year: number): ReadonlyMap<EpochDay, string> | undefined {
  const statutory = statutoryHolidays(year);
  if (!statutory) return undefined;
  const names = new Map<EpochDay, string>();
  const add = (date: EpochDay, name: string): void => {
    const other = names.get(date);
    names.set(date, other === undefined ? name : `${other}; ${name}`);
  };
  for (const { date, name } of statutory) add(date, name);
  for (const [[month, day], name] of elections[year] ?? []) add(epochDay(year, month, day), name);
  for (const [month, day] of temporaryHolidays[year] ?? []) add(epochDay(year, month, day), "Temporary holiday");
  for (const holiday of substitutedHolidays(statutory)) {
    let date = holiday.date + 1;
    while (dayOfWeek(date) >= SATURDAY || names.has(date)) date++;
    names.set(date, `${holiday.name} (substitute)`);
  }
  return names;
}

function statutoryHolidays(year: number): readonly StatutoryHoliday[] | undefined {
  const lunar = lunarFestivals[year];
  if (!lunar) return undefined;
  const [seollal, buddha, chuseok] = lunar.map(([month, day]) => epochDay(year, month, day)) as [
    EpochDay,
    EpochDay,
    EpochDay,
  ];
  const weekendFrom = (since: number): "weekend" | undefined => (year >= since ? "weekend" : undefined);
  const festival = (name: string, date: EpochDay): StatutoryHoliday[] =>
    [date - 1, date, date + 1].map((each) => ({ name, date: each, substituteOn: year >= 2014 ? "sunday" : undefined }));
  const fixed = (name: string, month: number, day: number, since?: number): StatutoryHoliday => ({
    name,
    date: epochDay(year, month, day),
    substituteOn: since === undefined ? undefined : weekendFrom(since),
  });
  return [
    fixed("New Year's Day", 1, 1),
    ...festival("Seollal", seollal),
    fixed("Independence Movement Day", 3, 1, 2022),
    { name: "Buddha's Birthday", date: buddha, substituteOn: weekendFrom(2023) },
    ...(year >= 2026 ? [fixed("Labour Day", 5, 1, 2026)] : []),
    fixed("Children's Day", 5, 5, 2014),
    fixed("Memorial Day", 6, 6),
    ...(year >= 2026 ? [fixed("Constitution Day", 7, 17, 2026)] : []),
    fixed("Liberation Day", 8, 15, 2021),
    ...festival("Chuseok", chuseok),
    fixed("National Foundation Day", 10, 3, 2021),
    fixed("Hangul Day", 10, 9, 2021),
    fixed("Christmas Day", 12, 25, 2023),
  ];
}

/** One holiday for each date that is made good, in the order of the calendar. */
function substitutedHolidays(statutory: readonly StatutoryHoliday[]): readonly StatutoryHoliday[] {
  const dates = new Map<EpochDay, StatutoryHoliday>();
  for (const holiday of statutory) {
    const { date, substituteOn } = holiday;
    if (substituteOn === undefined || dates.has(date)) continue;
    const weekday = dayOfWeek(date);
    const onWeekend = weekday === SUNDAY || (substituteOn === "weekend" && weekday === SATURDAY);
    const onAnother = statutory.some((other) => other !== holiday && other.date === date);
    if (onWeekend || onAnother) dates.set(date, holiday);
  }
  return [...dates.values()].toSorted((a, b) => a.date - b.date);
}
