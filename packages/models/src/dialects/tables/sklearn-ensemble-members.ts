import { z } from "zod";

import { baggingOptions } from "../../estimators/bagging/bagging-options.ts";
import { votingOptions } from "../../estimators/voting/voting-options.ts";
import { memberSpec } from "../../members/member-spec.ts";
import { type ClassTable, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { noThreads, verbose, warmStart } from "../usual-parameters.ts";

const oneForEach = option(memberSpec.describe("The estimator that is fitted for each target."));

const bagging: ClassTable["parameters"] = {
  estimator: option(baggingOptions.shape.estimator, { aliases: ["base_estimator"] }),
  n_estimators: option(baggingOptions.shape.n_estimators),
  max_samples: option(baggingOptions.shape.max_samples),
  max_features: noEffect(z.literal(1).default(1).describe("Only 1: every fit has all columns."), "it is 1"),
  bootstrap: option(baggingOptions.shape.bootstrap),
  bootstrap_features: noEffect(
    z.literal(false).default(false).describe("Only false: every fit has each column once."),
    "every fit has each column once",
  ),
  random_state: seed(z.int().nullable().default(null).describe("Seeds the draws; null is the run's seed.")),
  n_jobs: noThreads,
  verbose,
  warm_start: warmStart,
};

/** Estimators that hold others, which are as well those of other libraries. */
export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.ensemble.VotingClassifier",
      estimator: "voting",
      task: "classification",
      parameters: {
        estimators: option(votingOptions.shape.estimators),
        voting: option(votingOptions.shape.voting),
        weights: option(votingOptions.shape.weights),
        flatten_transform: noEffect(
          z.boolean().default(true).describe("No effect: the outputs are probabilities."),
          "the outputs are probabilities of the classes",
        ),
        n_jobs: noThreads,
        verbose,
      },
    },
    {
      classPath: "sklearn.ensemble.VotingRegressor",
      estimator: "voting",
      task: "regression",
      parameters: {
        estimators: option(votingOptions.shape.estimators),
        weights: option(votingOptions.shape.weights),
        n_jobs: noThreads,
        verbose,
      },
    },
    {
      classPath: "sklearn.ensemble.BaggingClassifier",
      estimator: "bagging",
      task: "classification",
      parameters: bagging,
      differences: ["Rows are drawn within each class, so that no fit lacks one."],
    },
    {
      classPath: "sklearn.ensemble.BaggingRegressor",
      estimator: "bagging",
      task: "regression",
      parameters: bagging,
    },
    {
      classPath: "sklearn.multioutput.MultiOutputRegressor",
      estimator: "multi-output",
      task: "regression",
      parameters: { estimator: oneForEach, n_jobs: noThreads },
    },
    {
      classPath: "sklearn.multioutput.MultiOutputClassifier",
      estimator: "multi-output",
      task: "classification",
      parameters: { estimator: oneForEach, n_jobs: noThreads },
    },
  ],
});
