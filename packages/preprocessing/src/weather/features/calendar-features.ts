import type { Instant } from "@mlops/core";

import { calendarFields, type CalendarFields, type CalendarStation } from "./calendar-fields.ts";
import { catalogueSource as source, type FeatureDefinition, flag } from "./feature-definition.ts";
import type { Moment } from "./moment.ts";

interface CalendarFeature {
  readonly name: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  readonly description: string;
  readonly compute: (calendar: CalendarFields) => number;
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const isMorningCommute = (hour: number): boolean => within(hour, 7, 9);
const isEveningCommute = (hour: number): boolean => within(hour, 17, 19);
const isCommute = (hour: number): boolean => isMorningCommute(hour) || isEveningCommute(hour);
const angle = (value: number, period: number): number => (2 * Math.PI * value) / period;

const calendarFeatureList: readonly CalendarFeature[] = [
  wave("hour_sin", "Sine of the hour, period 24.", (c) => Math.sin(angle(c.hour, 24))),
  wave("hour_cos", "Cosine of the hour, period 24.", (c) => Math.cos(angle(c.hour, 24))),
  {
    name: "day_of_week",
    unit: "1",
    range: [0, 6],
    description: "0 for Monday … 6 for Sunday.",
    compute: (c) => c.dayOfWeek,
  },
  wave("day_of_year_sin", "Sine of the day of the year, period 365.", (c) => Math.sin(angle(c.dayOfYear, 365))),
  wave("day_of_year_cos", "Cosine of the day of the year, period 365.", (c) => Math.cos(angle(c.dayOfYear, 365))),
  { name: "month", unit: "1", range: [1, 12], description: "Month.", compute: (c) => c.month },
  yesNo("is_morning_commute", "Hour 7, 8 or 9.", (c) => flag(isMorningCommute(c.hour))),
  yesNo("is_evening_commute", "Hour 17, 18 or 19.", (c) => flag(isEveningCommute(c.hour))),
  yesNo("is_rush_hour", "Hour of the morning or the evening commute.", (c) => flag(isCommute(c.hour))),
  yesNo("is_weekend", "Saturday or Sunday.", (c) => c.isWeekend),
  yesNo(
    "is_holiday",
    "Public holiday of the station; null in years that its calendar does not know.",
    (c) => c.isHoliday,
  ),
  {
    name: "commute_weight",
    unit: "1",
    range: [1, 1.5],
    description: "1.5 in the hours of a commute, else 1.",
    compute: (c) => (isCommute(c.hour) ? 1.5 : 1),
  },
  {
    name: "time_of_day_weight",
    unit: "1",
    range: [1, 1.5],
    description: "1.5 in the hours of a commute, 1.2 in the hour before or after (6, 10, 16, 20), else 1.",
    compute: (c) => {
      if (isCommute(c.hour)) return 1.5;
      return within(c.hour, 6, 10) || within(c.hour, 16, 20) ? 1.2 : 1;
    },
  },
];

/** The station's local calendar at t. */
export const temporalFeatures = calendarFeaturesOf("temporal", "of t", (m) => m.calendar);
/** The station's local calendar at the target instant t + horizon, which is known at t. */
export const targetFeatures = calendarFeaturesOf("target", "of the target instant", (m) => m.targetCalendar);

/** The calendar features of any instant, without prefix: `hour_sin` … `time_of_day_weight`. */
export function calendarFeatures(at: Instant, station: CalendarStation): Readonly<Record<string, number | null>> {
  const calendar = calendarFields(at, station);
  return Object.fromEntries(
    calendarFeatureList.map(({ name, compute }) => {
      const value = compute(calendar);
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}

function calendarFeaturesOf(
  prefix: string,
  whose: string,
  pick: (moment: Moment) => CalendarFields,
): readonly FeatureDefinition[] {
  return calendarFeatureList.map(({ name, unit, range, description, compute }) => ({
    name: `${prefix}_${name}`,
    unit,
    range,
    description: `${description} Local calendar ${whose}.`,
    source,
    needs: [],
    compute: (moment) => compute(pick(moment)),
  }));
}

function wave(name: string, description: string, compute: CalendarFeature["compute"]): CalendarFeature {
  return { name, unit: "1", range: [-1, 1], description, compute };
}

function yesNo(name: string, description: string, compute: CalendarFeature["compute"]): CalendarFeature {
  return { name, unit: "1", range: [0, 1], description, compute };
}
