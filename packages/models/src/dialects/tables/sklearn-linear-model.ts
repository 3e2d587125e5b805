import { z } from "zod";

import { defineDialect, noEffect, option } from "../define-dialect.ts";
import { classWeight, copyX, fitIntercept, noThreads, nothingRandom, verbose, warmStart } from "../usual-parameters.ts";

const anySolver = "the optimum is the same by each, and the native fit chooses";

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.linear_model.LogisticRegression",
      estimator: "logistic-regression",
      parameters: {
        penalty: option(
          z.enum(["l2", "none"]).nullable().default("l2").describe("Penalty on the coefficients; null is `none`."),
        ),
        C: option(z.number().positive().default(1).describe("Inverse of the penalty's strength.")),
        tol: option(z.number().positive().default(1e-4).describe("Largest component of the mean gradient at the end.")),
        fit_intercept: fitIntercept,
        class_weight: classWeight,
        max_iter: option(z.int().min(1).default(100).describe("Iterations at most.")),
        solver: noEffect(
          z
            .enum(["lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"])
            .default("lbfgs")
            .describe("No effect: the native fit chooses how to reach the optimum."),
          anySolver,
        ),
        dual: noEffect(z.literal(false).default(false).describe("Only false: the primal is solved."), anySolver),
        random_state: nothingRandom,
        n_jobs: noThreads,
        verbose,
        warm_start: warmStart,
      },
    },
    {
      classPath: "sklearn.linear_model.Ridge",
      estimator: "ridge",
      parameters: {
        alpha: option(z.number().min(0).default(1).describe("Strength of the penalty.")),
        fit_intercept: noEffect(
          z.literal(true).default(true).describe("Only true: there is a constant term."),
          "there always is a constant term",
        ),
        copy_X: copyX,
        max_iter: noEffect(
          z.int().min(1).nullable().default(null).describe("No effect: the solution is in closed form."),
          "the solution is in closed form",
        ),
        tol: noEffect(
          z.number().min(0).default(1e-4).describe("No effect: the solution is in closed form."),
          "the solution is in closed form",
        ),
        solver: noEffect(
          z
            .enum(["auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"])
            .default("auto")
            .describe("No effect: the solution is the same by each."),
          anySolver,
        ),
        random_state: nothingRandom,
      },
      fixed: { standardize: false },
    },
  ],
});
