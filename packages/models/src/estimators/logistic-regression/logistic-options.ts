import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";

export const logisticOptions = z.strictObject({
  penalty: z
    .enum(["l2", "l1", "elasticnet", "none"])
    .nullable()
    .default("l2")
    .describe("Penalty on the coefficients: their squares, their sizes, both by `l1_ratio`, or none (also null)."),
  l1_ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Of the penalty `elasticnet`: the part of it that is on the sizes."),
  C: z.number().positive().default(1).describe("Inverse of the penalty's strength; the intercept is not penalised."),
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term."),
  class_weight: classWeightOption,
  solver: z
    .enum(["auto", "lbfgs", "newton-cholesky"])
    .default("auto")
    .describe("Of smooth penalties: how the optimum is reached. `auto` is Newton's method for few parameters."),
  tol: z.number().positive().default(1e-4).describe("Largest component of the mean loss's gradient at the end."),
  max_iter: z.int().min(1).default(100).describe("Iterations at most."),
});

export type LogisticOptions = z.output<typeof logisticOptions>;
