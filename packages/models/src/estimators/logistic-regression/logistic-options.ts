import { z } from "zod";

export const logisticOptions = z.strictObject({
  penalty: z.enum(["l2", "none"]).nullable().default("l2").describe("Penalty on the coefficients; null is `none`."),
  C: z.number().positive().default(1).describe("Inverse of the penalty's strength; the intercept is not penalised."),
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term."),
  class_weight: z
    .union([z.literal("balanced"), z.record(z.string(), z.number().min(0))])
    .nullable()
    .default(null)
    .describe("Weights of the classes by label; `balanced` is rows / (classes · rows of the class)."),
  solver: z
    .enum(["auto", "lbfgs", "newton-cholesky"])
    .default("auto")
    .describe("How the optimum is reached; it is the same by each. `auto` is Newton's method for few parameters."),
  tol: z.number().positive().default(1e-4).describe("Largest component of the mean loss's gradient at the end."),
  max_iter: z.int().min(1).default(100).describe("Iterations at most."),
  random_state: z.int().nullable().default(null).describe("No effect: nothing here is random."),
  n_jobs: z.int().nullable().default(null).describe("No effect: the fit runs on one thread."),
});

export type LogisticOptions = z.output<typeof logisticOptions>;
