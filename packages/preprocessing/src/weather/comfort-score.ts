import { type Instant, MlopsError, type WeatherObservation } from "@mlops/core";

import { emptyWindowScore, scoreHours } from "./comfort-window.ts";
import { fillHourSlots, LONGEST_LOOKBACK_HOURS, observationSeries } from "./observation-series.ts";

export const DEFAULT_LOOKBACK_HOURS = 3;

/** Why a window has no score. */
export type ComfortReason = "temperature-missing" | "precipitation-missing" | "wind-missing" | "humidity-missing";

/** Points taken off for each component; null where the window does not hold what the component needs. */
export interface ComfortPenalties {
  /** 0–40, by the median temperature. */
  readonly temperature: number | null;
  /** 0–95, by the totals of rain and snow. */
  readonly precipitation: number | null;
  /** 0–25, by the peak wind. */
  readonly wind: number | null;
  /** 0–15, by the mean relative humidity. */
  readonly humidity: number | null;
}

export interface ComfortScore {
  /** 0–100, higher is better; null exactly where `reasons` is not empty. */
  readonly value: number | null;
  readonly penalties: ComfortPenalties;
  readonly reasons: readonly ComfortReason[];
}

/**
 * The comfort score at `at`: over the observations of one station in the window (at − lookbackHours, at].
 *
 * Later observations are never looked at, so this is the truth at an instant as well as the score known now. The window
 * is cut into hours; of several observations in one hour the newest counts. See `WindowScore` for what it must hold.
 *
 * @param observations of one station, in any order, any span
 * @throws MlopsError INVALID_ARGUMENT where lookbackHours is not a whole number from 1 to 168
 */
export function comfortScore(
  observations: readonly WeatherObservation[],
  at: Instant,
  lookbackHours: number = DEFAULT_LOOKBACK_HOURS,
): ComfortScore {
  assertLookback(lookbackHours);
  const slots = new Int32Array(lookbackHours);
  const series = observationSeries(observations);
  fillHourSlots(series, at, slots);
  const window = emptyWindowScore();
  const value = scoreHours(series, slots, 0, lookbackHours, window);
  const penalties: ComfortPenalties = {
    temperature: known(window.temperature),
    precipitation: known(window.precipitation),
    wind: known(window.wind),
    humidity: known(window.humidity),
  };
  return { value: known(value), penalties, reasons: reasonsOf(penalties) };
}

/** The comfort score at each instant, NaN where the window does not hold what it needs: the truths of a training set. */
export function comfortScores(
  observations: readonly WeatherObservation[],
  instants: ArrayLike<Instant>,
  lookbackHours: number = DEFAULT_LOOKBACK_HOURS,
): Float64Array {
  assertLookback(lookbackHours);
  const series = observationSeries(observations);
  const slots = new Int32Array(lookbackHours);
  const window = emptyWindowScore();
  return Float64Array.from(instants, (at) => {
    fillHourSlots(series, at, slots);
    return scoreHours(series, slots, 0, lookbackHours, window);
  });
}

/** @throws MlopsError INVALID_ARGUMENT */
export function assertLookback(lookbackHours: number): void {
  if (Number.isInteger(lookbackHours) && lookbackHours >= 1 && lookbackHours <= LONGEST_LOOKBACK_HOURS) return;
  throw new MlopsError("INVALID_ARGUMENT", `lookbackHours ${lookbackHours} is not a whole number from 1 to 168.`);
}

function reasonsOf(penalties: ComfortPenalties): readonly ComfortReason[] {
  const components = ["temperature", "precipitation", "wind", "humidity"] as const;
  return components.filter((name) => penalties[name] === null).map((name) => `${name}-missing` as const);
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
