import { z } from "zod";

import { metricName } from "./metric-name.ts";

const thresholdSchema = z.strictObject({
  metric: metricName,
  operator: z.enum(["<", "<=", ">", ">="]),
  threshold: z.number(),
  unit: z.enum(["points", "percent", "fraction"]).optional(),
});

export const gateSchema = z.strictObject({
  minimum_points: z.int().min(1).default(20).describe("With fewer judged points the verdict is inconclusive."),
  judged_points: z.int().min(1).default(168).describe("How many of the latest points are judged."),
  thresholds: z.array(thresholdSchema).min(1),
});

export const promotionSchema = z.strictObject({
  alias: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be letters, digits, dots, dashes and underscores")
    .default("champion"),
  confidence_level: z.number().gt(0).lt(1).default(0.9),
  block_hours: z.int().min(1).max(720).default(24).describe("Length of a block of the moving-block bootstrap."),
  resamples: z.int().min(100).max(100_000).default(2000),
});

export const pipelineSchema = z.strictObject({
  flow: z
    .enum(["weather-forecast"])
    .default("weather-forecast")
    .describe("The workflow that trains and uses the model."),
  max_retrain_attempts: z.int().min(0).max(10).optional(),
});

export const trackingSchema = z.strictObject({
  use_wandb: z.union([z.literal("auto"), z.boolean()]).optional(),
  project: z.string().min(1).max(128).optional(),
  entity: z.string().min(1).optional(),
  group: z.string().min(1).optional(),
  notes: z.string().optional(),
  tags: z.array(z.string().min(1)).default([]),
  tables: z
    .array(z.string().min(1))
    .default([])
    .describe("Columns of row-level tables that may be tracked; rows of anything else stay on the machine."),
});

export const monitoringSchema = z.strictObject({
  enabled: z.boolean().default(false),
  data_drift: z
    .strictObject({
      enabled: z.boolean().optional(),
      psi_threshold_warning: z.number().positive().optional(),
      psi_threshold_alert: z.number().positive().optional(),
      missing_rate_threshold: z.number().min(0).max(1).optional(),
    })
    .optional(),
  prediction_drift: z
    .strictObject({
      enabled: z.boolean().optional(),
      psi_threshold: z.number().positive().optional(),
      extrapolation_threshold: z.number().min(0).max(1).optional(),
    })
    .optional(),
});
