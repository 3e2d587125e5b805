import { z } from "zod";

import { provenanceSchema } from "../provenance/provenance.ts";

/** What a registered weather forecast says about itself beside what every model version says. */
export const forecastAttributesSchema = z.strictObject({
  kind: z.literal("weather-forecast"),
  target: z.literal("comfort_score"),
  station: z.string(),
  /** Name of the source whose observations it learned from. */
  source: z.string(),
  horizonHours: z.int(),
  lookbackHours: z.int(),
  featureSet: z.string(),
  /** Half-width in score points: the conformal quantile of the absolute error at `bandLevel`. */
  errorBand: z.number(),
  bandLevel: z.number(),
  /** Share of the last part's truths inside the band, and how many there were; null under 20. */
  validation: z.strictObject({ hitRate: z.number().nullable(), count: z.int() }),
  /** What its run was made from; absent where a program, not a recipe's file, made the run. */
  provenance: provenanceSchema.exactOptional(),
});

export type ForecastAttributes = z.infer<typeof forecastAttributesSchema>;
