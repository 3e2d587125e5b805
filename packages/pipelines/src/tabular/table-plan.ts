import type { JsonValue } from "@mlops/core";
import { customStepSchema } from "../custom-steps/custom-step-plan.ts";
import { parseSpec } from "@mlops/preprocessing";
import { z } from "zod";

import { customEstimatorSchema } from "../custom-estimators/custom-estimator-plan.ts";
import { customMetricSchema } from "../custom-metrics/custom-metric-plan.ts";
import { provenanceSchema } from "../provenance/provenance.ts";

// zod's JSON type is the mutable form of core's.
const json = z.json() as z.ZodType<JsonValue>;

export const dataSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("file"),
    path: z.string(),
    encoding: z.enum(["utf-8", "euc-kr"]).exactOptional(),
    delimiter: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal("query"), sql: z.string(), folder: z.string() }),
]);

export const splitPlanSchema = z.strictObject({
  strategy: z.enum(["random", "temporal", "group"]),
  train: z.number(),
  validation: z.number(),
  test: z.number(),
  calibration: z.number(),
  stratify: z.boolean(),
  temporalColumn: z.string().exactOptional(),
  groupColumn: z.string().exactOptional(),
});

const thresholdObjectiveSchema = z.discriminatedUnion("metric", [
  z.strictObject({ metric: z.enum(["f1", "balanced_accuracy"]) }),
  z.strictObject({ metric: z.literal("f_beta"), beta: z.number() }),
  z.strictObject({
    metric: z.literal("cost"),
    costs: z.strictObject({
      falsePositive: z.number(),
      falseNegative: z.number(),
      truePositive: z.number().exactOptional(),
      trueNegative: z.number().exactOptional(),
    }),
  }),
]);

/** What becomes of a classifier's probabilities. */
export const decisionPlanSchema = z.strictObject({
  calibration: z.enum(["beta", "isotonic"]).exactOptional(),
  threshold: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("fixed"), value: z.number() }),
      z.strictObject({ kind: z.literal("tuned"), objective: thresholdObjectiveSchema }),
    ])
    .exactOptional(),
});

/** How sure the verdict has to be, and how that is found out. */
export const judgingPlanSchema = z.strictObject({
  /** Of intervals and of the comparison with the baseline. */
  confidenceLevel: z.number(),
  resamples: z.int(),
  /** Of a temporal split: errors so far apart count as independent. */
  blockHours: z.number(),
  leakPolicy: z.enum(["report", "refuse"]),
  /** Columns that are known only after the outcome. */
  outcomeColumns: z.array(z.string()),
  /** Folds of a cross-validation; none where absent. */
  folds: z.int().exactOptional(),
});

const blobReferenceSchema = z.strictObject({
  digest: z.string(),
  size: z.number(),
  mediaType: z.string(),
});

/** A registered model that training goes on from, with its steps as they are. */
export const initialModelSchema = z.strictObject({
  /** Of the version: an alias may move. */
  uri: z.string(),
  state: blobReferenceSchema,
  blocks: z.array(blobReferenceSchema),
});

/**
 * Everything that training on a table needs to know, as plain data: recipe and flags, resolved. It is the workflow's input
 * and stored with the run, so that a resumed run does what it began.
 */
export const tablePlanSchema = z.strictObject({
  recipe: z.string(),
  recipeDigest: z.string(),
  /** What the model is for, in the recipe's words. */
  description: z.string().exactOptional(),
  /** Absent where a program, not a recipe's file, made the plan. */
  provenance: provenanceSchema.exactOptional(),
  modelName: z.string(),
  alias: z.string(),
  source: dataSourceSchema,
  /** How the columns of the source are read. */
  parse: parseSpec.exactOptional(),
  task: z.enum(["classification", "regression"]),
  target: z.string(),
  /** Further targets, each with an estimator of its own over the same preparation. */
  otherTargets: z.array(z.string()).exactOptional(),
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
  /** Steps of the project's own. */
  customSteps: z.array(customStepSchema).exactOptional(),
  /** Estimators of the project's own, by the class paths that name them. */
  customEstimators: z.array(customEstimatorSchema).exactOptional(),
  estimator: z.strictObject({ classPath: z.string(), options: z.record(z.string(), json) }),
  /** Absent: training begins anew. */
  initial: initialModelSchema.exactOptional(),
  decision: decisionPlanSchema,
  judging: judgingPlanSchema,
  metrics: z.array(z.string()),
  /** Those of them that are the project's own. */
  customMetrics: z.array(customMetricSchema).exactOptional(),
  thresholds: z.array(
    z.strictObject({ metric: z.string(), operator: z.enum(["<", "<=", ">", ">="]), threshold: z.number() }),
  ),
  minimumPoints: z.int(),
  /** What was taken for what the recipe leaves open, a sentence each. */
  warnings: z.array(z.string()),
});

export type TablePlan = z.infer<typeof tablePlanSchema>;
export type SplitPlan = z.infer<typeof splitPlanSchema>;
export type DecisionPlan = z.infer<typeof decisionPlanSchema>;
export type JudgingPlan = z.infer<typeof judgingPlanSchema>;
export type InitialModel = z.infer<typeof initialModelSchema>;
export type DataSource = z.infer<typeof dataSourceSchema>;
