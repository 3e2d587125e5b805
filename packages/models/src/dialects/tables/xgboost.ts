import { z } from "zod";

import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import { boostingDifferences, constraints, positiveWeight, stopAfter, unlimited } from "../boosting-parameters.ts";
import { type ClassParameter, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { noThreads } from "../usual-parameters.ts";

const share = z.number().gt(0).max(1).default(1);

const common: Readonly<Record<string, ClassParameter>> = {
  n_estimators: option(z.int().min(1).default(100).describe("Rounds of boosting at most."), {
    name: "max_iter",
    aliases: ["num_boost_round"],
  }),
  max_depth: option(z.int().min(0).nullable().default(6).describe("Questions from root to leaf; 0 for any number."), {
    convert: unlimited,
  }),
  max_leaves: option(z.int().min(0).nullable().default(0).describe("Leaves of a tree at most; 0 for any number."), {
    name: "max_leaf_nodes",
    convert: unlimited,
  }),
  max_bin: option(z.int().min(2).max(256).default(256).describe("Bins of a column at most; 256 counts as 255."), {
    name: "max_bins",
    convert: (value) => Math.min(255, Number(value)),
  }),
  grow_policy: option(z.enum(["depthwise", "lossguide"]).default("depthwise").describe("Which leaf is split next.")),
  learning_rate: option(z.number().positive().default(0.3).describe("What each tree's answer is multiplied by."), {
    aliases: ["eta"],
  }),
  booster: noEffect(z.literal("gbtree").default("gbtree").describe("Only gbtree."), "trees are boosted"),
  tree_method: noEffect(
    z.enum(["auto", "hist", "approx", "exact"]).default("auto").describe("No effect: histograms are used."),
    "histograms are used",
  ),
  device: noEffect(z.literal("cpu").default("cpu").describe("Only cpu."), "the processor is used"),
  gamma: option(boostingOptions.min_split_gain, { name: "min_split_gain", aliases: ["min_split_loss"] }),
  min_child_weight: option(z.number().min(0).default(1).describe("Sum of hessians of a leaf at least.")),
  max_delta_step: option(boostingOptions.max_delta_step),
  subsample: option(boostingOptions.subsample),
  colsample_bytree: option(boostingOptions.colsample_bytree),
  colsample_bylevel: noEffect(z.literal(1).default(1).describe("Only 1: use colsample_bynode."), "columns are by node"),
  colsample_bynode: option(share.describe("Share of the columns that each question may be about."), {
    name: "max_features",
  }),
  reg_alpha: option(boostingOptions.l1_regularization, { name: "l1_regularization", aliases: ["alpha"] }),
  reg_lambda: option(z.number().min(0).default(1).describe("L2 penalty on the leaves' values."), {
    name: "l2_regularization",
    aliases: ["lambda"],
  }),
  monotone_constraints: constraints,
  max_cat_to_onehot: option(boostingOptions.max_cat_to_onehot),
  enable_categorical: noEffect(
    z.boolean().default(true).describe("No effect: categories are taken."),
    "they are taken",
  ),
  early_stopping_rounds: combined(
    z.int().min(1).nullable().default(null).describe("Rounds without gain before the end; null: no early stopping."),
  ),
  random_state: seed(z.int().nullable().default(null).describe("Seed; null: the run's."), ["seed"]),
  n_jobs: { ...noThreads, aliases: ["nthread"] },
  verbosity: noEffect(
    z.int().nullable().default(null).describe("No effect: progress is the run's."),
    "it is the run's",
  ),
  importance_type: noEffect(z.literal("gain").default("gain").describe("Only gain."), "gain is stored"),
  num_parallel_tree: noEffect(z.literal(1).default(1).describe("Only 1: one tree a round."), "one tree a round"),
  use_label_encoder: noEffect(z.boolean().default(false).describe("No effect: labels are kept."), "labels are kept"),
};

const fixed = { min_samples_leaf: 1, cat_l2: 0 };

export default defineDialect({
  library: "XGBoost",
  classes: [
    {
      classPath: "xgboost.XGBClassifier",
      aliases: ["xgboost.sklearn.XGBClassifier"],
      estimator: "gradient-boosting-classifier",
      parameters: {
        objective: noEffect(
          z
            .enum(["binary:logistic", "multi:softprob", "multi:softmax"])
            .nullable()
            .default(null)
            .describe("No effect: it follows from the number of classes."),
          "it follows from the number of classes",
        ),
        eval_metric: noEffect(
          z.enum(["logloss", "mlogloss"]).nullable().default(null).describe("Only the loss."),
          "early stopping looks at the loss",
        ),
        scale_pos_weight: option(positiveWeight),
        ...common,
      },
      fixed,
      combine: ({ early_stopping_rounds: rounds }) => stopAfter(rounds),
      differences: boostingDifferences,
    },
    {
      classPath: "xgboost.XGBRegressor",
      aliases: ["xgboost.sklearn.XGBRegressor"],
      estimator: "gradient-boosting-regressor",
      parameters: {
        objective: option(
          z
            .enum(["reg:squarederror", "reg:absoluteerror", "reg:quantileerror", "count:poisson"])
            .default("reg:squarederror")
            .describe("What the trees lower."),
          {
            name: "loss",
            convert: (value) => (typeof value === "string" ? (lossOf[value] ?? "squared_error") : "squared_error"),
          },
        ),
        quantile_alpha: option(z.number().gt(0).lt(1).default(0.5).describe("Of reg:quantileerror: which quantile."), {
          name: "quantile",
        }),
        eval_metric: noEffect(
          z.enum(["rmse", "mae", "quantile", "poisson-nloglik"]).nullable().default(null).describe("No effect."),
          "early stopping looks at the loss",
        ),
        ...common,
      },
      fixed,
      combine: ({ early_stopping_rounds: rounds }) => stopAfter(rounds),
      differences: boostingDifferences,
    },
  ],
});

const lossOf: Readonly<Record<string, string>> = {
  "reg:squarederror": "squared_error",
  "reg:absoluteerror": "absolute_error",
  "reg:quantileerror": "quantile",
  "count:poisson": "poisson",
};
