import { z } from "zod";

import { kernelOptions } from "../../support-vectors/kernel-options.ts";
import { linearOptions } from "../../support-vectors/linear-options.ts";
import { type ClassTable, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { classWeight, verbose } from "../usual-parameters.ts";

const kernelParameters: ClassTable["parameters"] = {
  C: option(kernelOptions.C),
  kernel: option(kernelOptions.kernel),
  degree: option(kernelOptions.degree),
  gamma: option(kernelOptions.gamma),
  coef0: option(kernelOptions.coef0),
  tol: option(kernelOptions.tol),
  shrinking: noEffect(
    z.boolean().default(true).describe("No effect: rows are never set aside during the fit."),
    "rows are never set aside during the fit, which ends at the same optimum",
  ),
  cache_size: option(kernelOptions.cache_size),
  max_iter: option(kernelOptions.max_iter),
  verbose,
};

const linearParameters: ClassTable["parameters"] = {
  C: option(linearOptions.C),
  tol: option(linearOptions.tol),
  fit_intercept: option(linearOptions.fit_intercept),
  intercept_scaling: option(linearOptions.intercept_scaling),
  dual: noEffect(
    z
      .union([z.literal("auto"), z.boolean()])
      .default("auto")
      .describe("No effect: the dual problem is solved, to the same optimum."),
    "the dual problem is solved, to the same optimum",
  ),
  max_iter: option(linearOptions.max_iter),
  random_state: seed(z.int().nullable().default(null).describe("Seeds the order of the rows; null is the run's seed.")),
  verbose,
};

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.svm.SVC",
      estimator: "svc",
      parameters: {
        ...kernelParameters,
        probability: option(
          z.boolean().default(false).describe("Whether probabilities are calibrated by five-fold cross-validation."),
        ),
        class_weight: classWeight,
        decision_function_shape: noEffect(
          z.enum(["ovr", "ovo"]).default("ovr").describe("No effect: the outputs are probabilities."),
          "the outputs are probabilities of the classes",
        ),
        break_ties: noEffect(
          z.boolean().default(false).describe("No effect: ties are broken by the decisions' sizes."),
          "ties are broken by the decisions' sizes",
        ),
        random_state: seed(
          z.int().nullable().default(null).describe("Seeds the folds of the calibration; null is the run's seed."),
        ),
      },
      differences: [
        "The label is the most probable class: with probability: true of more than two classes it may differ from the pairs' votes.",
        "Probabilities of more than two classes are coupled in closed form.",
      ],
    },
    {
      classPath: "sklearn.svm.SVR",
      estimator: "svr",
      parameters: {
        ...kernelParameters,
        epsilon: option(z.number().min(0).default(0.1).describe("Errors up to this cost nothing, in target units.")),
      },
    },
    {
      classPath: "sklearn.svm.LinearSVC",
      estimator: "linear-svc",
      parameters: {
        ...linearParameters,
        penalty: noEffect(z.literal("l2").default("l2").describe('Only "l2".'), "only l2 is supported"),
        loss: option(
          z.enum(["squared_hinge", "hinge"]).default("squared_hinge").describe("What a row within the margin costs."),
        ),
        multi_class: noEffect(
          z.literal("ovr").default("ovr").describe('Only "ovr": each class against all others.'),
          "each class is told from all others",
        ),
        class_weight: classWeight,
      },
    },
    {
      classPath: "sklearn.svm.LinearSVR",
      estimator: "linear-svr",
      parameters: {
        ...linearParameters,
        epsilon: option(z.number().min(0).default(0).describe("Errors up to this cost nothing, in target units.")),
        loss: option(
          z
            .enum(["epsilon_insensitive", "squared_epsilon_insensitive"])
            .default("epsilon_insensitive")
            .describe("What an error beyond that costs: its size, or its square."),
        ),
      },
    },
  ],
});
