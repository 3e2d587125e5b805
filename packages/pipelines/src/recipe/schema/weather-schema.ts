import { isMlopsError, assertTimeZone } from "@mlops/core";
import { z } from "zod";

/** Seoul, as the documentation has it. */
export const DEFAULT_STATION = "108";

const temperature = ["celsius", "fahrenheit", "kelvin"] as const;
const speed = ["m/s", "km/h", "mph", "knot", "knots"] as const;
const cloud = ["tenths", "okta", "oktas", "percent", "fraction"] as const;

/** Fields of an observation that a column can be mapped to, with the units that it may be in; the first is meant when absent. */
export const unitsOfField = {
  temperature,
  dew_point: temperature,
  ground_temperature: temperature,
  relative_humidity: ["percent", "fraction"],
  wind_speed: speed,
  wind_gust: speed,
  wind_direction: ["degrees"],
  precipitation: ["mm", "cm", "inch"],
  pressure: ["hpa", "mbar", "kpa", "pa", "inhg"],
  visibility: ["km", "m", "mile"],
  cloud_cover: cloud,
  solar_radiation: ["mj/m2", "kj/m2", "kwh/m2", "w/m2"],
} as const;

type NumericField = keyof typeof unitsOfField;

/** A column by name, or with its unit. */
const plainColumn = z.union([z.string().min(1), z.strictObject({ column: z.string().min(1) })]);
const numericColumn = (field: NumericField) =>
  z.union([
    z.string().min(1),
    z.strictObject({ column: z.string().min(1), unit: z.enum(unitsOfField[field]).optional() }),
  ]);

const numericColumns = Object.fromEntries(
  Object.keys(unitsOfField).map((field) => [field, numericColumn(field as NumericField).optional()]),
) as Record<NumericField, z.ZodOptional<ReturnType<typeof numericColumn>>>;

const timeColumn = z.union([
  z.string().min(1),
  z.strictObject({
    column: z.string().min(1),
    time_zone: timeZone()
      .optional()
      .describe("Zone of times that are written without one; without it such rows are rejected."),
    format: z.enum(["iso", "epoch_seconds", "epoch_milliseconds"]).optional().describe("iso when absent."),
    disambiguation: z
      .enum(["earlier", "later"])
      .optional()
      .describe("What a local time means that the end of summer time repeats; without it such rows are rejected."),
  }),
]);

const fileMapping = z.strictObject({
  path: z.string().min(1).optional().describe("CSV or Parquet file, relative to the project root; --source-file wins."),
  format: z.enum(["csv", "parquet"]).optional().describe("By the file's extension when absent."),
  null_values: z.array(z.string()).default(["NA", ""]).describe("Cells that mean: not observed."),
  delay_minutes: z.int().min(0).max(1440).default(0).describe("An observation is known this long after its instant."),
  encoding: z.enum(["utf-8", "euc-kr"]).optional().describe("Of a CSV file; utf-8 when absent."),
  station_id: z.string().min(1).optional().describe("The station of a file that has no column for it."),
  columns: z.strictObject({
    station: plainColumn.optional(),
    observed_at: timeColumn,
    ...numericColumns,
    precipitation_type: plainColumn.optional(),
    condition_code: plainColumn.optional(),
  }),
});

/** `108`, `"108"`, `"108:112"` or a list. */
const stationList = z.union([
  z.string().min(1),
  z.int().min(0),
  z.array(z.union([z.string().min(1), z.int().min(0)])).min(1),
]);

export const sourceSchema = z.strictObject({
  name: z
    .union([
      z.enum(["auto", "kma", "open-meteo", "http", "file", "climatology"]),
      z.string().regex(/^\.\//, { error: "must be a path that starts with ./", abort: true }),
    ])
    .default("auto"),
  station: stationList.default(DEFAULT_STATION).describe("One station, or several joined by a colon."),
  location: z.string().min(1).optional().describe("Location parameter of the http source."),
  lookback_hours: z.int().min(1).max(24).default(3),
  history_days: z
    .int()
    .min(1)
    .max(3650)
    .default(14)
    .describe("How far back train reads where it is not told otherwise."),
  file: fileMapping.optional(),
});

export const stationsSchema = z.record(
  z.string().min(1),
  z.strictObject({
    name: z.string().min(1).optional(),
    time_zone: timeZone().describe("IANA name: its hours, days, rush hours and file names are the station's."),
    holidays: z.enum(["KR", "US", "none"]).default("none"),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
  }),
);

export const featuresSchema = z.strictObject({
  set: z.string().regex(/^[a-z0-9-]+\/[0-9]+$/, "must be a name and version such as commute-weather/1"),
  include: z.array(z.string().min(1)).optional().describe("Only these; all of the set when absent."),
  exclude: z.array(z.string().min(1)).default([]),
});

export const forecastSchema = z.strictObject({
  target: z.enum(["comfort_score"]).default("comfort_score"),
  horizon_hours: z.int().min(1).max(6).default(1),
});

function timeZone(): z.ZodString {
  return z.string().check((context) => {
    try {
      assertTimeZone(context.value);
    } catch (error) {
      if (!isMlopsError(error)) throw error;
      context.issues.push({
        code: "custom",
        input: context.value,
        message: error.message,
        params: { hint: "Use a name such as Asia/Seoul or America/New_York." },
      });
    }
  });
}
