import { z } from "zod";

export const elasticNetOptions = z.strictObject({
  alpha: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe("Strength of the penalty; null chooses it from a path by cross-validation."),
  l1_ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("The part of the penalty that is on sizes: 1 is the lasso, 0 ridge regression."),
  alphas: z
    .array(z.number().min(0))
    .min(1)
    .nullable()
    .default(null)
    .describe("Penalties to choose from; null is a path from the least that leaves no column."),
  n_alphas: z.int().min(1).default(100).describe("Of a path: how many penalties, on a logarithmic scale."),
  eps: z.number().gt(0).lt(1).default(1e-3).describe("Of a path: its last penalty over its first."),
  cv: z.int().min(2).nullable().default(5).describe("Folds of consecutive rows; null is 5."),
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term."),
  positive: z.boolean().default(false).describe("Whether coefficients are kept from being negative."),
  max_iter: z.int().min(1).default(1000).describe("Rounds over the coefficients at most, for each penalty."),
  tol: z.number().min(0).default(1e-4).describe("Duality gap at the end, over the target's sum of squares."),
});

export type ElasticNetOptions = z.output<typeof elasticNetOptions>;
