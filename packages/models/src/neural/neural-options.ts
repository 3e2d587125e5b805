import { z } from "zod";

import { classWeightOption } from "../estimator/class-weight-option.ts";
import type { FitSettings } from "./fit/fit-settings.ts";

/** How any neural estimator trains; each adds the options of its network. */
export const trainingOptions = {
  epochs: z.int().min(1).max(100_000).default(10).describe("Passes over the training rows."),
  batch_size: z.int().min(1).max(65_536).default(32).describe("Rows of one step."),
  learning_rate: z.number().positive().default(3e-4).describe("Learning rate, after warm-up."),
  optimizer: z
    .enum(["adam", "adamw"])
    .default("adam")
    .describe("Adam with the decay in the gradient, or AdamW with decoupled decay."),
  beta_1: z.number().min(0).lt(1).default(0.9).describe("Decay of Adam's mean of gradients."),
  beta_2: z.number().min(0).lt(1).default(0.999).describe("Decay of Adam's mean of squares."),
  epsilon: z.number().positive().default(1e-8).describe("Added to the root of Adam's mean of squares."),
  weight_decay: z.number().min(0).default(0).describe("Strength of the decay of parameters."),
  clip_norm: z.number().positive().nullable().default(null).describe("Largest norm of the gradient; null: no limit."),
  schedule: z
    .enum(["constant", "cosine", "step"])
    .default("constant")
    .describe("How the learning rate goes on: as it is, to 0 by a cosine, or by steps of `step_gamma`."),
  warmup_steps: z.int().min(0).default(0).describe("Steps over which the learning rate rises from 0."),
  step_every: z.int().min(1).default(1000).describe("Of the schedule `step`: steps between two reductions."),
  step_gamma: z.number().positive().max(1).default(0.5).describe("Of the schedule `step`: the factor."),
  early_stopping: z
    .boolean()
    .default(false)
    .describe("Whether to stop when the validation loss no longer falls, and keep the best epoch."),
  patience: z.int().min(1).default(5).describe("Epochs without a better loss before stopping early."),
  tol: z.number().min(0).default(0).describe("By how much a loss has to fall to count as better."),
  validation_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of the rows to stop by, where no validation part is given."),
  dropout_masks: z
    .enum(["fresh", "pool"])
    .default("fresh")
    .describe("Dropout masks: new ones in every step, or a pool of some steps' masks, which is faster."),
} as const;

export const classWeights = { class_weight: classWeightOption } as const;

export const trainingSchema = z.object({ ...trainingOptions, ...classWeights });
export type TrainingOptions = z.output<typeof trainingSchema>;

export function fitSettings(options: TrainingOptions): FitSettings {
  return {
    epochs: options.epochs,
    batchSize: options.batch_size,
    optimiser: {
      beta1: options.beta_1,
      beta2: options.beta_2,
      epsilon: options.epsilon,
      decay: { kind: options.optimizer === "adam" ? "l2" : "decoupled", strength: options.weight_decay },
      clipNorm: options.clip_norm,
    },
    schedule: {
      kind: options.schedule,
      rate: options.learning_rate,
      warmupSteps: options.warmup_steps,
      every: options.step_every,
      gamma: options.step_gamma,
    },
    classWeight: options.class_weight,
    masks: options.dropout_masks,
    earlyStopping: options.early_stopping
      ? { patience: options.patience, validationFraction: options.validation_fraction, tolerance: options.tol }
      : null,
    pretraining: null,
  };
}
