import { z } from "zod";

import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import { boostingDifferences, constraints, positiveWeight, stopAfter, unlimited } from "../boosting-parameters.ts";
import { type ClassParameter, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { classWeight, noThreads } from "../usual-parameters.ts";

const common: Readonly<Record<string, ClassParameter>> = {
  boosting_type: noEffect(z.literal("gbdt").default("gbdt").describe("Only gbdt."), "trees are boosted", ["boosting"]),
  num_leaves: option(z.int().min(2).default(31).describe("Leaves of a tree at most."), {
    name: "max_leaf_nodes",
    aliases: ["num_leaf", "max_leaves", "max_leaf", "max_leaf_nodes"],
  }),
  max_depth: option(z.int().min(-1).default(-1).describe("Questions from root to leaf; -1 for any number."), {
    convert: unlimited,
  }),
  learning_rate: option(boostingOptions.learning_rate, { aliases: ["shrinkage_rate", "eta"] }),
  n_estimators: option(z.int().min(1).default(100).describe("Rounds of boosting at most."), {
    name: "max_iter",
    aliases: ["num_iterations", "num_iteration", "num_boost_round", "num_round", "num_trees", "max_iter"],
  }),
  subsample_for_bin: noEffect(
    z.int().min(1).default(200_000).describe("No effect: bins are learnt from 200,000 rows at most."),
    "bins are learnt from 200,000 rows at most",
    ["bin_construct_sample_cnt"],
  ),
  min_split_gain: option(boostingOptions.min_split_gain, { aliases: ["min_gain_to_split"] }),
  min_child_weight: option(boostingOptions.min_child_weight, { aliases: ["min_sum_hessian_in_leaf", "min_hessian"] }),
  min_child_samples: option(boostingOptions.min_samples_leaf, {
    name: "min_samples_leaf",
    aliases: ["min_data_in_leaf", "min_data", "min_samples_leaf"],
  }),
  subsample: combined(boostingOptions.subsample, ["bagging_fraction", "sub_row", "bagging"]),
  subsample_freq: combined(
    z.int().min(0).default(0).describe("Rounds for which one choice of rows holds; 0: all rows are used."),
    ["bagging_freq"],
  ),
  colsample_bytree: option(boostingOptions.colsample_bytree, { aliases: ["feature_fraction", "sub_feature"] }),
  feature_fraction_bynode: option(boostingOptions.max_features, {
    name: "max_features",
    aliases: ["colsample_bynode", "sub_feature_bynode"],
  }),
  reg_alpha: option(boostingOptions.l1_regularization, {
    name: "l1_regularization",
    aliases: ["lambda_l1", "l1_regularization"],
  }),
  reg_lambda: option(boostingOptions.l2_regularization, {
    name: "l2_regularization",
    aliases: ["lambda_l2", "lambda", "l2_regularization"],
  }),
  max_delta_step: option(boostingOptions.max_delta_step),
  max_bin: option(boostingOptions.max_bins, { name: "max_bins", aliases: ["max_bins"] }),
  cat_smooth: option(boostingOptions.cat_smooth),
  cat_l2: option(boostingOptions.cat_l2),
  max_cat_to_onehot: option(boostingOptions.max_cat_to_onehot),
  monotone_constraints: constraints,
  early_stopping_round: combined(
    z.int().min(0).nullable().default(null).describe("Rounds without gain before the end; null or 0: none."),
    ["early_stopping_rounds", "early_stopping", "n_iter_no_change"],
  ),
  random_state: seed(z.int().nullable().default(null).describe("Seed; null: the run's."), ["seed", "random_seed"]),
  n_jobs: { ...noThreads, aliases: ["num_threads", "num_thread", "nthread", "nthreads"] },
  importance_type: noEffect(
    z.enum(["split", "gain"]).default("split").describe("No effect: both are stored."),
    "both are stored",
  ),
  verbosity: noEffect(z.int().default(1).describe("No effect: progress is the run's."), "it is the run's", ["verbose"]),
  force_col_wise: noEffect(z.boolean().default(false).describe("No effect."), "the layout is fixed"),
  force_row_wise: noEffect(z.boolean().default(false).describe("No effect."), "the layout is fixed"),
  deterministic: noEffect(z.boolean().default(false).describe("No effect: fits repeat."), "fits always repeat"),
};

const rows = ({
  subsample,
  subsample_freq: rounds,
  early_stopping_round: patience,
}: Readonly<Record<string, unknown>>) => ({
  ...stopAfter(typeof patience === "number" && patience > 0 ? patience : null),
  subsample: typeof rounds === "number" && rounds > 0 && typeof subsample === "number" ? subsample : 1,
  subsample_freq: typeof rounds === "number" ? Math.max(1, rounds) : 1,
});

export default defineDialect({
  library: "LightGBM",
  classes: [
    {
      classPath: "lightgbm.LGBMClassifier",
      aliases: ["lightgbm.sklearn.LGBMClassifier"],
      estimator: "gradient-boosting-classifier",
      parameters: {
        objective: noEffect(
          z
            .enum(["binary", "multiclass", "softmax"])
            .nullable()
            .default(null)
            .describe("No effect: it follows from the number of classes."),
          "it follows from the number of classes",
        ),
        class_weight: classWeight,
        scale_pos_weight: option(positiveWeight),
        ...common,
      },
      combine: rows,
      differences: boostingDifferences,
    },
    {
      classPath: "lightgbm.LGBMRegressor",
      aliases: ["lightgbm.sklearn.LGBMRegressor"],
      estimator: "gradient-boosting-regressor",
      parameters: {
        objective: option(
          z
            .enum(["regression", "l2", "mse", "rmse", "regression_l1", "l1", "mae", "huber", "poisson", "quantile"])
            .nullable()
            .default(null)
            .describe("What the trees lower; null: squares."),
          {
            name: "loss",
            convert: (value) => (typeof value === "string" ? (lossOf[value] ?? "squared_error") : "squared_error"),
          },
        ),
        alpha: combined(z.number().positive().default(0.9).describe("The quantile, or where huber turns to a line.")),
        ...common,
      },
      combine: ({ alpha, ...others }) => ({
        ...rows(others),
        huber_delta: alpha ?? 0.9,
        quantile: typeof alpha === "number" && alpha < 1 ? alpha : 0.9,
      }),
      differences: boostingDifferences,
    },
  ],
});

const lossOf: Readonly<Record<string, string>> = {
  regression_l1: "absolute_error",
  l1: "absolute_error",
  mae: "absolute_error",
  huber: "huber",
  poisson: "poisson",
  quantile: "quantile",
};
