import {
  precipitationTypeOf,
  type Instant,
  parseInstant,
  type PrecipitationType,
  type RejectedInput,
  type WeatherObservation,
} from "@mlops/core";
import type { HttpResponse } from "@mlops/http";
import { z } from "zod";

import { readJson } from "../json-response.ts";
import type { LocatedObservation, Reading, UnusableHour } from "../observation/assemble-batch.ts";
import { blankObservation } from "../observation/blank-observation.ts";
import { isPhysical, type NumericField } from "../observation/physical-range.ts";

const TYPES: ReadonlySet<string> = new Set<PrecipitationType>(["none", "rain", "snow"]);

const measured = z.number().nullable().optional();
const rowSchema = z.object({
  timestamp: z.string(),
  temperature_c: z.number().nullable(),
  wind_speed_ms: z.number().nullable(),
  precipitation_mm: z.number().nullable(),
  relative_humidity: measured,
  dew_point_c: measured,
  wind_direction_deg: measured,
  wind_gust_ms: measured,
  pressure_hpa: measured,
  visibility_km: measured,
  cloud_cover: measured,
  solar_radiation_mj: measured,
  ground_temperature_c: measured,
  precipitation_type: z.string().nullable().optional(),
  condition_code: z.union([z.string(), z.number()]).nullable().optional(),
});
type Row = z.output<typeof rowSchema>;

const FIELDS: Readonly<Record<NumericField, keyof Row>> = {
  temperature: "temperature_c",
  windSpeed: "wind_speed_ms",
  precipitation: "precipitation_mm",
  relativeHumidity: "relative_humidity",
  dewPoint: "dew_point_c",
  windDirection: "wind_direction_deg",
  windGust: "wind_gust_ms",
  pressure: "pressure_hpa",
  visibility: "visibility_km",
  cloudCover: "cloud_cover",
  solarRadiation: "solar_radiation_mj",
  groundTemperature: "ground_temperature_c",
};

/** The answer as a whole; each row is checked on its own. */
const answerSchema = z.object({ observations: z.array(z.unknown()) });

/** @throws MlopsError SOURCE_RESPONSE_INVALID where the answer has no list of observations */
export function checkObservations(response: HttpResponse): void {
  readJson(response, answerSchema);
}

/**
 * Reads `{"observations": [{"timestamp", "temperature_c", "wind_speed_ms", "precipitation_mm", …}]}`: timestamps in
 * ISO 8601 with a zone, humidity in percent, cloud cover in tenths, radiation in MJ/m² per hour. A row of another shape
 * is reported, a value that cannot have been measured as well.
 */
export function parseObservations(response: HttpResponse, station: string): Reading {
  const observations: LocatedObservation[] = [];
  const rejected: RejectedInput[] = [];
  const unusable: UnusableHour[] = [];
  readJson(response, answerSchema).observations.forEach((value, index) => {
    const where = `${response.locator}#observations[${index}]`;
    const row = rowSchema.safeParse(value);
    if (!row.success) {
      const [issue] = row.error.issues;
      const column = issue?.path.join(".");
      const text = JSON.stringify(value)?.slice(0, 120);
      rejected.push({ where, ...(column ? { column } : {}), ...(text ? { text } : {}), message: issue?.message ?? "" });
      const at = timestampOf(value);
      if (at !== undefined) unusable.push({ station, at });
      return;
    }
    const observation = observationOf(row.data, station, where, rejected);
    if (observation) observations.push({ where, observation });
  });
  return { observations, rejected, unusable };
}

/** The instant of a row that is unusable otherwise, where it can be read. */
function timestampOf(row: unknown): Instant | undefined {
  const { success, data } = rowSchema.pick({ timestamp: true }).safeParse(row);
  if (!success) return undefined;
  try {
    return parseInstant(data.timestamp);
  } catch {
    return undefined;
  }
}

function observationOf(
  row: Row,
  station: string,
  where: string,
  rejected: RejectedInput[],
): WeatherObservation | undefined {
  let observedAt: number;
  try {
    observedAt = parseInstant(row.timestamp);
  } catch (error) {
    rejected.push({ where, column: "timestamp", text: row.timestamp, message: (error as Error).message });
    return undefined;
  }
  const values: Partial<Record<NumericField, number | null>> = {};
  for (const [field, column] of Object.entries(FIELDS) as [NumericField, keyof Row][]) {
    const value = row[column];
    if (typeof value === "number" && !isPhysical(field, value)) {
      rejected.push({ where, column, text: String(value), message: "Outside of what can be measured." });
    }
    values[field] = typeof value === "number" && isPhysical(field, value) ? value : null;
  }
  const derived = precipitationTypeOf(values.precipitation ?? null, values.temperature ?? null);
  return {
    ...blankObservation(station, observedAt, "http"),
    ...values,
    precipitationType: typeOf(row, where, rejected) ?? derived,
    conditionCode: row.condition_code === null || row.condition_code === undefined ? null : String(row.condition_code),
  };
}

function typeOf(row: Row, where: string, rejected: RejectedInput[]): PrecipitationType | undefined {
  const text = row.precipitation_type;
  if (text === null || text === undefined) return undefined;
  if (TYPES.has(text)) return text as PrecipitationType;
  rejected.push({ where, column: "precipitation_type", text, message: "Neither none, rain nor snow." });
  return undefined;
}
