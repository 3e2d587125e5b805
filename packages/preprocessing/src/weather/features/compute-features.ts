import { assertTimeZone, HOUR, type Instant, type WeatherObservation } from "@mlops/core";

import { assertLookback, DEFAULT_LOOKBACK_HOURS } from "../comfort-score.ts";
import { assertHorizon } from "../component-persistence.ts";
import { observationSeries, type ObservationSeries } from "../observation-series.ts";
import type { CalendarStation } from "./calendar-fields.ts";
import { featureDefinitions, featureNames } from "./feature-catalogue.ts";
import type { Reading } from "./feature-definition.ts";
import { historyHours, type Moment, momentsOf } from "./moment.ts";

export interface FeatureOptions {
  /** Hours of the comfort score's window; the features named `_3h`, `_24h` keep their own. Default 3. */
  readonly lookbackHours?: number;
  /** Hours from t to the target instant. Default 1. */
  readonly horizonHours?: number;
}

export interface FeatureRequest extends FeatureOptions {
  /** Observations of the station, in any order; those later than `at` are not looked at. */
  readonly observations: readonly WeatherObservation[];
  /** The instant t at which the features are known. */
  readonly at: Instant;
  readonly station: CalendarStation;
}

export interface FeatureRows {
  /** Equal to `featureNames`. */
  readonly names: readonly string[];
  /** One column for each name, one value for each instant; NaN is null. */
  readonly columns: readonly Float64Array[];
  /** The instants t, as given. */
  readonly at: Float64Array;
}

/**
 * The features of one instant by name, in the order of `featureNames`; null where an input was not observed.
 *
 * @throws MlopsError INVALID_ARGUMENT, TIME_ZONE_UNKNOWN
 */
export function computeFeatures(request: FeatureRequest): Readonly<Record<string, number | null>> {
  const { at, observations, station, lookbackHours = DEFAULT_LOOKBACK_HOURS } = request;
  const earliest = at - historyHours(lookbackHours) * HOUR;
  const inReach = observations.filter(({ observedAt }) => observedAt > earliest && observedAt <= at);
  const { columns } = computeFeatureRows(inReach, [at], station, request);
  return Object.fromEntries(
    featureNames.map((name, index) => {
      const value = columns[index]?.[0] ?? Number.NaN;
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}

/**
 * The features of many instants, by column: each value is bit for bit that of `computeFeatures`.
 *
 * @param observations of one station, in any order; the features of an instant never look later than it
 * @throws MlopsError INVALID_ARGUMENT, TIME_ZONE_UNKNOWN
 */
export function computeFeatureRows(
  observations: readonly WeatherObservation[],
  instants: ArrayLike<Instant>,
  station: CalendarStation,
  options: FeatureOptions = {},
): FeatureRows {
  const { lookbackHours = DEFAULT_LOOKBACK_HOURS, horizonHours = 1 } = options;
  assertLookback(lookbackHours);
  assertHorizon(horizonHours);
  assertTimeZone(station.timeZone);
  const series: ObservationSeries = observationSeries(observations);
  const momentAt = momentsOf(series, { station, lookbackHours, horizonHours });
  const at = Float64Array.from(instants);
  const columns = featureDefinitions.map(() => new Float64Array(at.length));
  at.forEach((instant, row) => writeRow(momentAt(instant), columns, row));
  return { names: featureNames, columns, at };
}

const readingBits: Readonly<Record<Reading, number>> = { temperature: 1, humidity: 2, wind: 4, precipitation: 8 };
const neededBits = featureDefinitions.map(({ needs }) => needs.reduce((bits, need) => bits | readingBits[need], 0));

function writeRow(moment: Moment, columns: readonly Float64Array[], row: number): void {
  const absent =
    (Number.isNaN(moment.temperature) ? readingBits.temperature : 0) |
    (Number.isNaN(moment.humidity) ? readingBits.humidity : 0) |
    (Number.isNaN(moment.wind) ? readingBits.wind : 0) |
    (Number.isNaN(moment.precipitation) ? readingBits.precipitation : 0);
  featureDefinitions.forEach(({ compute }, index) => {
    const column = columns[index] as Float64Array;
    column[row] = absent & (neededBits[index] as number) ? Number.NaN : compute(moment);
  });
}
