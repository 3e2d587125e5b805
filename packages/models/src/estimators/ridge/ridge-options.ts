import { z } from "zod";

const penalty = z.number().min(0);

export const ridgeOptions = z.strictObject({
  alpha: penalty.nullable().default(null).describe("The penalty; null chooses one of `alphas` by cross-validation."),
  alphas: z
    .array(penalty)
    .min(1)
    .default([0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000])
    .describe("Penalties to choose from; one alone is taken as it is."),
  cv_splits: z.int().min(2).default(5).describe("Folds in order of time; each learns from the rows before it."),
  gap: z.int().min(0).default(0).describe("Rows left out between learning and judging in each fold."),
  standardize: z
    .boolean()
    .default(true)
    .describe("Whether the penalty is for columns of unit variance; scikit-learn's Ridge does not standardise."),
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term."),
});

export type RidgeOptions = z.output<typeof ridgeOptions>;
