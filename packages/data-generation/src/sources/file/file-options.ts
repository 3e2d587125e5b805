import { assertTimeZone } from "@mlops/core";
import { z } from "zod";

import type { NumericField } from "../../observation/physical-range.ts";
import { conversionOf, unitsOf } from "./units.ts";

/** Keys of `columns` and the fields of an observation that they fill. */
export const numericFields = {
  temperature: "temperature",
  dew_point: "dewPoint",
  relative_humidity: "relativeHumidity",
  wind_speed: "windSpeed",
  wind_direction: "windDirection",
  wind_gust: "windGust",
  precipitation: "precipitation",
  pressure: "pressure",
  visibility: "visibility",
  cloud_cover: "cloudCover",
  solar_radiation: "solarRadiation",
  ground_temperature: "groundTemperature",
} as const satisfies Readonly<Record<string, NumericField>>;

const name = z.string().min(1);

/** A column by name, or with more said about it; the short form is made the long one. */
function column<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) => (typeof value === "string" ? { column: value } : value),
    z.strictObject({ column: name, ...shape }),
  );
}

function numericColumn(field: NumericField) {
  const accepted = unitsOf(field).join(", ");
  return column({
    unit: z
      .string()
      .refine((unit) => conversionOf(field, unit) !== undefined, {
        error: ({ input }) => `"${String(input)}" is no unit of this field; one of ${accepted}`,
      })
      .optional()
      .describe(`One of ${accepted}; the first when absent.`),
  });
}

const timeZone = z.string().refine(isTimeZone, {
  error: ({ input }) => `"${String(input)}" is not an IANA time zone`,
});

const observedAt = column({
  time_zone: timeZone.optional().describe("IANA zone of times without one."),
  format: z.enum(["iso", "epoch_seconds", "epoch_milliseconds"]).default("iso"),
  disambiguation: z
    .enum(["earlier", "later"])
    .optional()
    .describe("What a local time means that the end of summer time repeats; without it such rows are rejected."),
});

const numericColumns = Object.fromEntries(
  Object.entries(numericFields).map(([key, field]) => [key, numericColumn(field).optional()]),
) as Record<keyof typeof numericFields, z.ZodOptional<ReturnType<typeof numericColumn>>>;

export const fileOptions = z.strictObject({
  path: z.string().min(1).describe("CSV or Parquet file with one row for each station and hour."),
  format: z.enum(["csv", "parquet"]).optional().describe("By the file's ending when absent."),
  encoding: z.enum(["utf-8", "euc-kr"]).default("utf-8"),
  null_values: z.array(z.string()).default(["NA", ""]).describe("Cells that mean: not observed."),
  delay_minutes: z.number().min(0).default(0).describe("An observation is known this long after its instant."),
  station_id: z.string().min(1).optional().describe("The station of a file without a column for it."),
  columns: z.strictObject({
    station: column({}).optional(),
    observed_at: observedAt,
    ...numericColumns,
    precipitation_type: column({}).optional(),
    condition_code: column({}).optional(),
  }),
});

export type FileOptions = z.output<typeof fileOptions>;
export type ObservedAtColumn = FileOptions["columns"]["observed_at"];

function isTimeZone(zone: string): boolean {
  try {
    assertTimeZone(zone);
    return true;
  } catch {
    return false;
  }
}
