import { z } from "zod";

import { gateSchema, monitoringSchema, pipelineSchema, promotionSchema, trackingSchema } from "./judgement-schema.ts";
import { featuresSchema, forecastSchema, sourceSchema, stationsSchema } from "./weather-schema.ts";

/** The newest recipe schema that this version reads and writes. */
export const RECIPE_SCHEMA_VERSION = 1;

export const modelName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be 1 to 128 letters, digits, dots, dashes and underscores");

export const taskName = z.enum(["classification", "regression", "timeseries", "clustering", "causal"]);

/** Sections that both layouts may have. */
export const sharedSections = {
  schema_version: z.int().min(1).default(RECIPE_SCHEMA_VERSION),
  description: z.string().optional(),
  seed: z.int().min(0).max(4_294_967_295).default(42),
  source: sourceSchema.optional(),
  stations: stationsSchema.optional(),
  features: featuresSchema.optional(),
  forecast: forecastSchema.optional(),
  gate: gateSchema.optional(),
  promotion: promotionSchema.optional(),
  pipeline: pipelineSchema.optional(),
  tracking: trackingSchema.optional(),
  monitoring: monitoringSchema.optional(),
};
