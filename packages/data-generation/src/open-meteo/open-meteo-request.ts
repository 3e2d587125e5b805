import { DAY, type Instant, MlopsError, type Station } from "@mlops/core";

import { piecesOf } from "../observation/requested-hours.ts";
import { VARIABLES, WEATHER_CODE } from "./variables.ts";

/** The forecast service keeps 92 past days; older hours come from the archive. */
const RECENT_DAYS = 90;
const LONGEST_ARCHIVE_HOURS = 366 * 24;

/** One call: an endpoint and the hours that it is to answer, ascending. */
export interface OpenMeteoCall {
  readonly endpoint: "forecast" | "archive";
  readonly hours: readonly Instant[];
}

/**
 * Which calls answer `hours` (ascending).
 *
 * @param wall the machine's instant: what the provider keeps depends on the real date, not on the domain's
 */
export function openMeteoCalls(hours: readonly Instant[], wall: Instant): OpenMeteoCall[] {
  const border = wall - RECENT_DAYS * DAY;
  const old = hours.filter((hour) => hour < border);
  const recent = hours.filter((hour) => hour >= border);
  return [
    ...piecesOf(old, LONGEST_ARCHIVE_HOURS).map((piece) => ({ endpoint: "archive" as const, hours: piece })),
    ...(recent.length === 0 ? [] : [{ endpoint: "forecast" as const, hours: recent }]),
  ];
}

/**
 * The query of a call: every unit is asked for by name, times are in UTC.
 *
 * @throws MlopsError STATION_POSITION_MISSING
 */
export function openMeteoQuery(call: OpenMeteoCall, station: Station): Record<string, string | number> {
  const { latitude, longitude } = positionOf(station);
  const isArchive = call.endpoint === "archive";
  const names = VARIABLES.filter((variable) => variable.inArchive || !isArchive).map((variable) => variable.name);
  const minute = (at: Instant | undefined): string => new Date(at ?? 0).toISOString().slice(0, 16);
  const [first, last] = [minute(call.hours[0]), minute(call.hours.at(-1))];
  return {
    latitude,
    longitude,
    hourly: [...names, WEATHER_CODE.name].join(","),
    ...(isArchive
      ? { start_date: first.slice(0, 10), end_date: last.slice(0, 10) }
      : { start_hour: first, end_hour: last }),
    timezone: "UTC",
    timeformat: "iso8601",
    temperature_unit: "celsius",
    wind_speed_unit: "ms",
    precipitation_unit: "mm",
  };
}

export function positionOf(station: Station): { latitude: number; longitude: number } {
  const { latitude, longitude } = station;
  if (latitude === undefined || longitude === undefined) {
    throw new MlopsError("STATION_POSITION_MISSING", `Station "${station.id}" has no latitude and longitude.`);
  }
  return { latitude, longitude };
}
