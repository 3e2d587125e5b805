import {
  precipitationTypeOf,
  type Instant,
  MlopsError,
  parseInstant,
  type RejectedInput,
  type WeatherObservation,
} from "@mlops/core";
import type { HttpResponse } from "@mlops/http";
import { z } from "zod";

import { invalidResponse, readJson } from "../json-response.ts";
import type { LocatedObservation, Reading } from "../observation/assemble-batch.ts";
import { blankObservation } from "../observation/blank-observation.ts";
import { isPhysical, type NumericField } from "../observation/physical-range.ts";
import { VARIABLES, WEATHER_CODE } from "./variables.ts";

const hourlySchema = z.object({
  utc_offset_seconds: z.literal(0),
  hourly_units: z.record(z.string(), z.string()),
  hourly: z.object({ time: z.array(z.string()) }).catchall(z.array(z.number().nullable())),
});
const refusalSchema = z.object({ error: z.literal(true), reason: z.string() });
type Hourly = z.output<typeof hourlySchema>;

/** A refusal comes with status 400 and its reason. */
export function isOpenMeteoStatus(status: number): boolean {
  return (status >= 200 && status < 300) || status === 400;
}

/**
 * Nothing for an answer that can be read.
 *
 * @throws MlopsError OPEN_METEO_REFUSED, SOURCE_RESPONSE_INVALID
 */
export function checkOpenMeteoResponse(response: HttpResponse): void {
  const refusal = refusalSchema.safeParse(readJson(response, z.unknown()));
  if (refusal.success) {
    throw new MlopsError("OPEN_METEO_REFUSED", `Open-Meteo refused the request: ${refusal.data.reason}`, {
      details: { url: response.locator, status: response.status },
    });
  }
  const { hourly, hourly_units: units } = readJson(response, hourlySchema);
  for (const { name, unit } of [...VARIABLES, WEATHER_CODE]) {
    const values = hourly[name];
    if (values === undefined) continue;
    if (units[name] !== unit) {
      throw invalidResponse(response, `${name} is in "${units[name] ?? "no unit"}", not in "${unit}" as asked`, false);
    }
    if (values.length !== hourly.time.length) {
      const counts = `${values.length} values for ${hourly.time.length} times`;
      throw invalidResponse(response, `${name} has ${counts}`, false);
    }
  }
  if (hourly.temperature_2m === undefined) throw invalidResponse(response, "it has no temperature_2m", false);
}

/** The hours of a checked answer. Hours without any value are left out: the provider does not have them. */
export function parseOpenMeteo(response: HttpResponse, station: string): Reading {
  const answer = readJson(response, hourlySchema);
  const observations: LocatedObservation[] = [];
  const rejected: RejectedInput[] = [];
  answer.hourly.time.forEach((time, index) => {
    const where = `${response.locator}#hourly[${index}]`;
    const at = instantOf(time);
    if (at === undefined) {
      rejected.push({ where, column: "time", text: time, message: "Not a time like 2024-01-31T15:00." });
      return;
    }
    const values = readValues(answer.hourly, index, where, rejected);
    if (Object.values(values).every((value) => value === null)) return;
    observations.push({ where, observation: observationOf(station, at, values, answer.hourly, index) });
  });
  return { observations, rejected, unusable: [] };
}

type Values = Partial<Record<NumericField, number | null>>;

function readValues(hourly: Hourly["hourly"], index: number, where: string, rejected: RejectedInput[]): Values {
  const values: Values = {};
  for (const { name, field, convert = (value: number) => value } of VARIABLES) {
    const raw = hourly[name]?.[index];
    const value = raw === null || raw === undefined ? null : convert(raw);
    const usable = value === null || isPhysical(field, value);
    values[field] = usable ? value : null;
    if (!usable) {
      rejected.push({ where, column: name, text: String(raw), message: "Outside of what can be measured." });
    }
  }
  return values;
}

function observationOf(
  station: string,
  at: Instant,
  values: Values,
  hourly: Hourly["hourly"],
  index: number,
): WeatherObservation {
  const code = hourly[WEATHER_CODE.name]?.[index];
  return {
    ...blankObservation(station, at, "open-meteo"),
    ...values,
    precipitationType: precipitationTypeOf(values.precipitation ?? null, values.temperature ?? null),
    conditionCode: code === null || code === undefined ? null : String(code),
  };
}

/** Open-Meteo writes local times without a zone; the zone was asked to be UTC. */
function instantOf(time: string): Instant | undefined {
  try {
    return parseInstant(/Z|[+-]\d{2}:?\d{2}$/.test(time) ? time : `${time}Z`);
  } catch {
    return undefined;
  }
}
