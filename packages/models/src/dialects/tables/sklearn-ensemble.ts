import { z } from "zod";

import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import { type ClassParameter, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { classWeight, verbose, warmStart } from "../usual-parameters.ts";

const randomState = seed(z.int().nullable().default(null).describe("Seed; null: the run's."));

/** Parameters of both classes of histogram boosting. */
const histogramBoosting: Readonly<Record<string, ClassParameter>> = {
  learning_rate: option(boostingOptions.learning_rate),
  max_iter: option(boostingOptions.max_iter),
  max_leaf_nodes: option(boostingOptions.max_leaf_nodes),
  max_depth: option(boostingOptions.max_depth),
  min_samples_leaf: option(boostingOptions.min_samples_leaf),
  l2_regularization: option(boostingOptions.l2_regularization),
  max_features: option(boostingOptions.max_features),
  max_bins: option(boostingOptions.max_bins),
  categorical_features: noEffect(
    z.literal("from_dtype").default("from_dtype").describe("Only from_dtype: columns of texts are categories."),
    "columns of texts are categories",
  ),
  monotonic_cst: option(boostingOptions.monotonic_cst),
  warm_start: warmStart,
  early_stopping: option(boostingOptions.early_stopping),
  scoring: noEffect(
    z.literal("loss").default("loss").describe("Only loss: early stopping looks at the loss."),
    "early stopping looks at the loss",
  ),
  validation_fraction: option(boostingOptions.validation_fraction),
  n_iter_no_change: option(boostingOptions.n_iter_no_change),
  tol: option(boostingOptions.tol),
  verbose,
  random_state: randomState,
};

const histogramDifferences = [
  "rows of a leaf are estimated from its hessians",
  "boosting that stops early keeps the trees up to the best round",
];

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.ensemble.HistGradientBoostingClassifier",
      estimator: "gradient-boosting-classifier",
      parameters: {
        loss: noEffect(z.literal("log_loss").default("log_loss").describe("Only log_loss."), "it is the only one"),
        ...histogramBoosting,
        class_weight: classWeight,
      },
      differences: histogramDifferences,
    },
    {
      classPath: "sklearn.ensemble.HistGradientBoostingRegressor",
      estimator: "gradient-boosting-regressor",
      parameters: {
        loss: option(
          z
            .enum(["squared_error", "absolute_error", "poisson", "quantile"])
            .default("squared_error")
            .describe("What the trees lower."),
        ),
        quantile: combined(
          z.number().gt(0).lt(1).nullable().default(null).describe("Of quantile loss: which quantile is predicted."),
        ),
        ...histogramBoosting,
      },
      combine: ({ quantile }) => ({ quantile: quantile ?? 0.5 }),
      differences: histogramDifferences,
    },
  ],
});
