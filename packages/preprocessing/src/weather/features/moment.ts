import { HOUR, type Instant } from "@mlops/core";

import { fillTargetSlots } from "../component-persistence.ts";
import { emptyWindowScore, scoreHours } from "../comfort-window.ts";
import { fillHourSlots, type ObservationSeries, valueAt } from "../observation-series.ts";
import { calendarFields, type CalendarFields, type CalendarStation } from "./calendar-fields.ts";
import { apparentTemperature, heatIndex } from "./thermal-comfort.ts";
import { hourlyTrends, type HourlyTrends, windowSummary, type WindowSummary } from "./window-summary.ts";
import { severityScore } from "./severity-score.ts";

/** Everything the features of one instant are made of. Numbers that are not known are NaN. */
export interface Moment {
  /** Of the newest observation within the look-back window. */
  readonly temperature: number;
  readonly humidity: number;
  readonly wind: number;
  readonly precipitation: number;
  readonly pressure: number;
  readonly visibility: number;
  /** Hours from that observation to the instant. */
  readonly observationAge: number;
  /** °C */
  readonly heatIndex: number;
  /** °C */
  readonly apparentTemperature: number;
  /** 0–1 */
  readonly severity: number;
  /** Over the last 3 hours. */
  readonly window: WindowSummary;
  /** Over the last 3, 6 and 24 hours. */
  readonly trends: HourlyTrends;
  /** Comfort scores (0–100) 0, 1, 2, 3 and 24 hours before the instant. */
  readonly scores: {
    readonly now: number;
    readonly lag1: number;
    readonly lag2: number;
    readonly lag3: number;
    readonly lag24: number;
  };
  /** Component persistence for the horizon, 0–100. */
  readonly componentPersistence: number;
  readonly calendar: CalendarFields;
  readonly targetCalendar: CalendarFields;
}

export interface MomentOptions {
  readonly station: CalendarStation;
  readonly lookbackHours: number;
  readonly horizonHours: number;
}

/** The longest lag of a score, in hours. */
const LONGEST_LAG = 24;

/** Hours before an instant that its features may look at. */
export function historyHours(lookbackHours: number): number {
  return LONGEST_LAG + lookbackHours;
}

/** A function from an instant to its moment over one series; buffers are shared between calls, results are not. */
export function momentsOf(series: ObservationSeries, options: MomentOptions): (at: Instant) => Moment {
  const { station, lookbackHours, horizonHours } = options;
  const slots = new Int32Array(historyHours(lookbackHours));
  const target = new Int32Array(lookbackHours);
  const window = emptyWindowScore();
  const scoreAt = (lag: number): number => scoreHours(series, slots, lag, lookbackHours, window);

  return (at) => {
    fillHourSlots(series, at, slots);
    fillTargetSlots(slots, horizonHours, target);
    const newest = newestOf(slots, lookbackHours);
    const temperature = valueAt(series.temperature, newest);
    const humidity = valueAt(series.humidity, newest);
    const wind = valueAt(series.wind, newest);
    const precipitation = valueAt(series.precipitation, newest);
    return {
      temperature,
      humidity,
      wind,
      precipitation,
      pressure: valueAt(series.pressure, newest),
      visibility: valueAt(series.visibility, newest),
      observationAge: (at - valueAt(series.at, newest)) / HOUR,
      heatIndex: heatIndex(temperature, humidity),
      apparentTemperature: apparentTemperature(temperature, humidity, wind),
      severity: severityScore(temperature, humidity, wind, precipitation),
      window: windowSummary(series, slots),
      trends: hourlyTrends(series, slots),
      scores: { now: scoreAt(0), lag1: scoreAt(1), lag2: scoreAt(2), lag3: scoreAt(3), lag24: scoreAt(LONGEST_LAG) },
      componentPersistence: scoreHours(series, target, 0, lookbackHours, window),
      calendar: calendarFields(at, station),
      targetCalendar: calendarFields(at + horizonHours * HOUR, station),
    };
  };
}

function newestOf(slots: Int32Array, lookbackHours: number): number {
  for (let slot = 0; slot < lookbackHours; slot++) {
    const index = slots[slot] as number;
    if (index !== -1) return index;
  }
  return -1;
}
