import type { JsonValue } from "@mlops/core";
import { z } from "zod";

/**
 * Everything a weather run needs to know, as plain data: what the recipe and the flags said, resolved. It is the input of
 * the workflows, stored with the run, so that a resumed run does what it began. It holds no secret: keys come from the
 * configuration when a source is opened.
 */
export const stationSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().exactOptional(),
  timeZone: z.string().min(1),
  holidays: z.enum(["KR", "US", "none"]),
  latitude: z.number().min(-90).max(90).exactOptional(),
  longitude: z.number().min(-180).max(180).exactOptional(),
});

// zod's JSON type is the mutable form of core's.
const jsonValue = z.json() as z.ZodType<JsonValue>;

export const sourcePlanSchema = z.strictObject({
  /** A source's name, or `auto`. */
  name: z.string().min(1),
  /** Options of the source without secrets: file and columns, base URL, timeout. */
  options: z.record(z.string(), jsonValue),
  allowSynthetic: z.boolean(),
});

export const weatherPlanSchema = z.strictObject({
  recipe: z.string().min(1),
  recipeDigest: z.string(),
  station: stationSchema,
  source: sourcePlanSchema,
  lookbackHours: z.int().min(1).max(168),
  horizonHours: z.int().min(1).max(24),
  features: z.strictObject({
    set: z.string(),
    /** Only these; all of the set when absent. */
    include: z.array(z.string()).exactOptional(),
    exclude: z.array(z.string()),
  }),
  /** Name under which the station's models are registered. */
  modelName: z.string(),
  alias: z.string(),
});

export type WeatherPlan = z.infer<typeof weatherPlanSchema>;
export type SourcePlan = z.infer<typeof sourcePlanSchema>;
