import type { JsonValue } from "@mlops/core";
import { z } from "zod";

// zod's JSON type is the mutable form of core's.
const json = z.json() as z.ZodType<JsonValue>;

export const dataSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), path: z.string() }),
  z.strictObject({ kind: z.literal("query"), sql: z.string(), folder: z.string() }),
]);

export const splitPlanSchema = z.strictObject({
  strategy: z.enum(["random", "temporal"]),
  train: z.number(),
  validation: z.number(),
  test: z.number(),
  calibration: z.number(),
  stratify: z.boolean(),
  temporalColumn: z.string().exactOptional(),
});

/**
 * Everything that training on a table needs to know, as plain data: recipe and flags, resolved. It is the workflow's input
 * and stored with the run, so that a resumed run does what it began.
 */
export const tablePlanSchema = z.strictObject({
  recipe: z.string(),
  recipeDigest: z.string(),
  modelName: z.string(),
  alias: z.string(),
  source: dataSourceSchema,
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  /** Identifiers, times and other columns that are no features. */
  exclude: z.array(z.string()),
  /** Default: every column that is neither target nor excluded. */
  features: z.array(z.string()).exactOptional(),
  positiveClass: z.union([z.string(), z.number(), z.boolean()]).exactOptional(),
  split: splitPlanSchema,
  /** In order, as the recipe writes them or as the defaults make them; absent: the defaults for the table. */
  steps: z.array(z.strictObject({ type: z.string(), options: z.record(z.string(), json) })).exactOptional(),
  /** The preprocessor block of layout v1, where the recipe has one. */
  block: z.strictObject({ name: z.string(), options: z.record(z.string(), json) }).exactOptional(),
  estimator: z.strictObject({ classPath: z.string(), options: z.record(z.string(), json) }),
  metrics: z.array(z.string()),
  thresholds: z.array(
    z.strictObject({ metric: z.string(), operator: z.enum(["<", "<=", ">", ">="]), threshold: z.number() }),
  ),
  minimumPoints: z.int(),
});

export type TablePlan = z.infer<typeof tablePlanSchema>;
export type SplitPlan = z.infer<typeof splitPlanSchema>;
export type DataSource = z.infer<typeof dataSourceSchema>;
