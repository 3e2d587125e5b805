import {
  precipitationTypeOf,
  DAY,
  type Instant,
  localFields,
  type LocalFields,
  MINUTE,
  type RandomKey,
  randomKey,
  randomStream,
  splitKey,
  type Station,
  type WeatherObservation,
} from "@mlops/core";

import { blankObservation } from "../observation/blank-observation.ts";
import { annualCurve, type SeasonalPosition } from "./annual-curve.ts";
import { betweenDays, dailyLatent, normalProbability } from "./daily-latent.ts";
import { SEOUL_NORMALS, SEOUL_WIND_SPEED } from "./seoul-normals.ts";
import { wetDayHours } from "./wet-day.ts";

/**
 * Assumptions where the normals say nothing: the size and memory of departures from the mean, and the daily course of
 * humidity and wind. They shape the weather, not its means.
 */
const DEPARTURE_SUMMER = 2;
const DEPARTURE_WINTER = 3.5;
const HUMIDITY_DEPARTURE = 7;
const HUMIDITY_SWING = 12;
const HUMIDITY_OF_WET_DAYS = 14;
const WIND_SWING = 0.35;
const WIND_SPREAD = 0.4;
const WARMEST_HOUR = 15;

const temperatureCurve = annualCurve(SEOUL_NORMALS.map((month) => month.temperature));
const swingCurve = annualCurve(SEOUL_NORMALS.map((month) => (month.highest - month.lowest) / 2));
const humidityCurve = annualCurve(SEOUL_NORMALS.map((month) => month.relativeHumidity));

/**
 * Weather as the climate of Seoul would have it at a station's local time: mean course of the year and of the day,
 * departures that last for days, wet days as often and as wet as the normals say. The value of an hour depends on the
 * seed, the station's name and the hour alone.
 *
 * Pressure, visibility, wind direction, clouds and radiation are null: the normals used here do not describe them.
 */
export function climateOf(station: Station, seed: number | string): (at: Instant) => WeatherObservation {
  const key = splitKey(randomKey(seed), "climatology", station.id);
  const warmth = dailyLatent(splitKey(key, "temperature"), 0.7);
  const moisture = dailyLatent(splitKey(key, "humidity"), 0.5);
  const storminess = dailyLatent(splitKey(key, "wind"), 0.5);
  const wetness = dailyLatent(splitKey(key, "precipitation"), 0.35);
  const rainOf = rainByDay(splitKey(key, "precipitation"), wetness);

  return (at) => {
    const local = localFields(at, station.timeZone);
    const days = (at + local.offsetMinutes * MINUTE) / DAY;
    const season = positionOf(local);
    const sun = Math.cos((2 * Math.PI * (local.hour + local.minute / 60 - WARMEST_HOUR)) / 24);
    const [flicker, gustiness] = hourlyNoise(key, at);
    const rain = rainOf(Math.floor(days), local);

    const departure = departureOf(season) * betweenDays(warmth, days) + 0.3 * flicker;
    const temperature = round(temperatureCurve(season) + swingCurve(season) * sun + departure);
    const dampness = HUMIDITY_OF_WET_DAYS * ((rain.isWet ? 1 : 0) - rain.probability);
    const relativeHumidity = clamp(
      Math.round(
        humidityCurve(season) - HUMIDITY_SWING * sun + dampness + HUMIDITY_DEPARTURE * betweenDays(moisture, days),
      ),
      15,
      100,
    );
    const stir = WIND_SPREAD * betweenDays(storminess, days) + 0.15 * gustiness;
    const windSpeed = round(SEOUL_WIND_SPEED * (1 + WIND_SWING * sun) * Math.exp(stir - WIND_SPREAD ** 2 / 2));
    return {
      ...blankObservation(station.id, at, "climatology", true),
      temperature,
      relativeHumidity,
      dewPoint: round(dewPointOf(temperature, relativeHumidity)),
      windSpeed,
      precipitation: rain.millimetres,
      precipitationType: precipitationTypeOf(rain.millimetres, temperature),
    };
  };
}

interface Rain {
  readonly isWet: boolean;
  /** That a day of this month is wet. */
  readonly probability: number;
  /** In this hour. */
  readonly millimetres: number;
}

function rainByDay(key: RandomKey, wetness: (day: number) => number): (day: number, local: LocalFields) => Rain {
  const wetDays = new Map<number, readonly number[]>();
  return (day, local) => {
    const normal = SEOUL_NORMALS[local.month - 1];
    if (!normal) throw new RangeError(`no month ${local.month}`);
    const probability = normal.wetDays / daysIn(local);
    const isWet = normalProbability(wetness(day)) < probability;
    if (!isWet) return { isWet, probability, millimetres: 0 };
    const hours = wetDays.get(day) ?? wetDayHours(key, day, normal.precipitation / normal.wetDays);
    wetDays.set(day, hours);
    return { isWet, probability, millimetres: hours[local.hour] ?? 0 };
  };
}

function hourlyNoise(key: RandomKey, at: Instant): [number, number] {
  const stream = randomStream(splitKey(key, "hour", at));
  return [stream.normal(), stream.normal()];
}

function positionOf(local: LocalFields): SeasonalPosition {
  return { month: local.month, fraction: (local.day - 1 + local.hour / 24) / daysIn(local) };
}

function daysIn(local: LocalFields): number {
  return new Date(Date.UTC(local.year, local.month, 0)).getUTCDate();
}

/** Departures are largest in mid January and smallest in mid July. */
function departureOf({ month, fraction }: SeasonalPosition): number {
  const winter = (1 + Math.cos((2 * Math.PI * (month - 1.5 + fraction)) / 12)) / 2;
  return DEPARTURE_SUMMER + (DEPARTURE_WINTER - DEPARTURE_SUMMER) * winter;
}

/** °C; Magnus form with the coefficients of Alduchov and Eskridge (1996). */
function dewPointOf(temperature: number, relativeHumidity: number): number {
  const gamma = Math.log(relativeHumidity / 100) + (17.625 * temperature) / (243.04 + temperature);
  return (243.04 * gamma) / (17.625 - gamma);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** To tenths; without negative zero. */
function round(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
