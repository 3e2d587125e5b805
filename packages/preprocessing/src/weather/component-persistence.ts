import { type Instant, MlopsError, type WeatherObservation } from "@mlops/core";

import { assertLookback, DEFAULT_LOOKBACK_HOURS } from "./comfort-score.ts";
import { emptyWindowScore, scoreHours } from "./comfort-window.ts";
import { fillHourSlots, observationSeries } from "./observation-series.ts";

const LONGEST_HORIZON_HOURS = 168;

/**
 * Component persistence, the forecast that is hard to beat on short horizons: the comfort score of the target window
 * (at + horizon − lookback, at + horizon], whose hours up to the newest observation are as observed and whose later
 * hours repeat it. Null where no hour of the look-back window was observed or the window lacks what the score needs.
 *
 * @throws MlopsError INVALID_ARGUMENT where lookbackHours or horizonHours is not a whole number from 1 to 168
 */
export function componentPersistence(
  observations: readonly WeatherObservation[],
  at: Instant,
  horizonHours: number,
  lookbackHours: number = DEFAULT_LOOKBACK_HOURS,
): number | null {
  assertLookback(lookbackHours);
  assertHorizon(horizonHours);
  const series = observationSeries(observations);
  const slots = new Int32Array(lookbackHours);
  fillHourSlots(series, at, slots);
  const target = new Int32Array(lookbackHours);
  fillTargetSlots(slots, horizonHours, target);
  const score = scoreHours(series, target, 0, lookbackHours, emptyWindowScore());
  return Number.isNaN(score) ? null : score;
}

/** @throws MlopsError INVALID_ARGUMENT */
export function assertHorizon(horizonHours: number): void {
  if (Number.isInteger(horizonHours) && horizonHours >= 1 && horizonHours <= LONGEST_HORIZON_HOURS) return;
  throw new MlopsError("INVALID_ARGUMENT", `horizonHours ${horizonHours} is not a whole number from 1 to 168.`);
}

/**
 * The hours of the target window, newest first, from the hours known at t: hour k of it is hour k − horizon known at t,
 * or the newest observed hour where that is later than it. `target` has one entry for each hour of the window.
 */
export function fillTargetSlots(slots: Int32Array, horizonHours: number, target: Int32Array): void {
  let newest = 0;
  while (newest < target.length && slots[newest] === -1) newest++;
  for (let hour = 0; hour < target.length; hour++) {
    const slot = Math.max(hour - horizonHours, newest);
    target[hour] = newest === target.length ? -1 : (slots[slot] as number);
  }
}
