import { z } from "zod";

import { elasticNetOptions } from "../../estimators/elastic-net/elastic-net-options.ts";
import { combined, defineDialect, noEffect, option } from "../define-dialect.ts";
import { classWeight, copyX, fitIntercept, noThreads, nothingRandom, verbose, warmStart } from "../usual-parameters.ts";

const anySolver = "the optimum is the same by each, and the native fit chooses";
const closedForm = "the solution is in closed form";
const closedFormToo = "No effect: the solution is in closed form.";

const penalty = option(elasticNetOptions.shape.alpha.unwrap().unwrap().default(1).describe("Strength of the penalty."));
const l1Ratio = option(elasticNetOptions.shape.l1_ratio);

/** Coordinate descent, of all classes that use it. */
const descent = {
  fit_intercept: fitIntercept,
  precompute: noEffect(
    z.boolean().default(false).describe("No effect: products of columns are always computed first."),
    "products of columns are always computed first",
  ),
  copy_X: copyX,
  max_iter: option(elasticNetOptions.shape.max_iter),
  tol: option(elasticNetOptions.shape.tol),
  positive: option(elasticNetOptions.shape.positive),
  selection: noEffect(
    z.enum(["cyclic", "random"]).default("cyclic").describe("No effect: coordinates go in turn."),
    "coordinates go in turn, to the same optimum",
  ),
  random_state: nothingRandom,
  warm_start: warmStart,
} as const;

/** Penalties to choose from. */
const path = {
  eps: option(elasticNetOptions.shape.eps),
  n_alphas: option(elasticNetOptions.shape.n_alphas),
  alphas: option(elasticNetOptions.shape.alphas),
  cv: option(elasticNetOptions.shape.cv),
} as const;

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.linear_model.LogisticRegression",
      estimator: "logistic-regression",
      parameters: {
        penalty: combined(
          z
            .enum(["l2", "l1", "elasticnet", "none"])
            .nullable()
            .default("l2")
            .describe("Penalty on the coefficients: squares, sizes, both, or none (also null)."),
        ),
        l1_ratio: combined(
          z
            .number()
            .min(0)
            .max(1)
            .nullable()
            .default(null)
            .describe("The part of the penalty that is on sizes; without `penalty`, 1 is `l1` and 0 is `l2`."),
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
        intercept_scaling: noEffect(
          z.number().positive().default(1).describe("No effect: the constant term is not penalised."),
          "the constant term is not penalised",
        ),
        verbose,
        warm_start: warmStart,
      },
      combine: ({ penalty, l1_ratio: ratio }) =>
        penalty === "l2" && ratio !== null && ratio !== undefined && ratio !== 0
          ? { penalty: "elasticnet", l1_ratio: ratio }
          : { penalty: penalty ?? null, l1_ratio: ratio ?? 0.5 },
    },
    {
      classPath: "sklearn.linear_model.LinearRegression",
      estimator: "linear-regression",
      parameters: {
        fit_intercept: fitIntercept,
        copy_X: copyX,
        tol: noEffect(z.number().positive().default(1e-6).describe("No effect: the solution is exact."), closedForm),
        n_jobs: noThreads,
        positive: noEffect(z.literal(false).default(false).describe("Only false."), "coefficients have either sign"),
      },
    },
    {
      classPath: "sklearn.linear_model.Ridge",
      estimator: "ridge",
      parameters: {
        alpha: option(z.number().min(0).default(1).describe("Strength of the penalty.")),
        fit_intercept: fitIntercept,
        copy_X: copyX,
        max_iter: noEffect(z.int().min(1).nullable().default(null).describe(closedFormToo), closedForm),
        tol: noEffect(z.number().min(0).default(1e-4).describe(closedFormToo), closedForm),
        solver: noEffect(
          z
            .enum(["auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"])
            .default("auto")
            .describe("No effect: the solution is the same by each."),
          anySolver,
        ),
        positive: noEffect(z.literal(false).default(false).describe("Only false."), "coefficients have either sign"),
        random_state: nothingRandom,
      },
      fixed: { standardize: false },
    },
    {
      classPath: "sklearn.linear_model.Lasso",
      estimator: "elastic-net",
      parameters: { alpha: penalty, ...descent },
      fixed: { l1_ratio: 1 },
    },
    {
      classPath: "sklearn.linear_model.ElasticNet",
      estimator: "elastic-net",
      parameters: { alpha: penalty, l1_ratio: l1Ratio, ...descent },
    },
    {
      classPath: "sklearn.linear_model.LassoCV",
      estimator: "elastic-net",
      parameters: { ...path, ...descent, n_jobs: noThreads, verbose },
      fixed: { l1_ratio: 1, alpha: null },
    },
    {
      classPath: "sklearn.linear_model.ElasticNetCV",
      estimator: "elastic-net",
      parameters: { l1_ratio: l1Ratio, ...path, ...descent, n_jobs: noThreads, verbose },
      fixed: { alpha: null },
    },
  ],
});
