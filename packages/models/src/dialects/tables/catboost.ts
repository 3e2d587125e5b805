import type { JsonObject, JsonValue } from "@mlops/core";
import { z } from "zod";

import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import { boostingDifferences, constraints, positiveWeight, stopAfter } from "../boosting-parameters.ts";
import { type ClassParameter, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { classWeight } from "../usual-parameters.ts";

const quiet = noEffect(
  z.union([z.boolean(), z.int(), z.string()]).nullable().default(null).describe("No effect: progress is the run's."),
  "progress is shown by the run",
);

const common: Readonly<Record<string, ClassParameter>> = {
  iterations: option(z.int().min(1).default(1000).describe("Rounds of boosting at most."), {
    name: "max_iter",
    aliases: ["n_estimators", "num_boost_round", "num_trees"],
  }),
  learning_rate: option(z.number().positive().default(0.03).describe("What each tree's answer is multiplied by."), {
    aliases: ["eta"],
  }),
  depth: combined(z.int().min(1).max(16).default(6).describe("Questions from root to leaf at most."), ["max_depth"]),
  grow_policy: combined(
    z.enum(["SymmetricTree", "Depthwise", "Lossguide"]).default("SymmetricTree").describe("Which leaf is split next."),
  ),
  max_leaves: combined(z.int().min(2).default(31).describe("Leaves at most, under Lossguide."), ["num_leaves"]),
  l2_leaf_reg: option(z.number().min(0).default(3).describe("L2 penalty on the leaves' values."), {
    name: "l2_regularization",
    aliases: ["reg_lambda"],
  }),
  border_count: option(z.int().min(1).max(255).default(254).describe("Cuts of a column at most."), {
    name: "max_bins",
    convert: (value) => Math.min(255, Number(value) + 1),
    aliases: ["max_bin"],
  }),
  min_data_in_leaf: option(z.int().min(1).default(1).describe("Rows of a leaf at least."), {
    name: "min_samples_leaf",
    aliases: ["min_child_samples"],
  }),
  rsm: option(z.number().gt(0).max(1).default(1).describe("Share of the columns that each question may be about."), {
    name: "max_features",
    aliases: ["colsample_bylevel"],
  }),
  subsample: option(z.number().gt(0).max(1).default(1).describe("Share of the rows that each tree is grown from.")),
  one_hot_max_size: option(boostingOptions.max_cat_to_onehot, { name: "max_cat_to_onehot" }),
  monotone_constraints: constraints,
  early_stopping_rounds: combined(
    z.int().min(1).nullable().default(null).describe("Rounds without gain before the end; null: no early stopping."),
    ["od_wait"],
  ),
  od_type: noEffect(z.enum(["Iter"]).default("Iter").describe("Only Iter."), "rounds are counted"),
  random_seed: seed(z.int().nullable().default(null).describe("Seed; null: the run's."), ["random_state"]),
  thread_count: noEffect(z.int().default(-1).describe("No effect: threads are the run's."), "threads are the run's"),
  verbose: { ...quiet, aliases: ["verbose_eval"] },
  silent: quiet,
  logging_level: quiet,
  allow_writing_files: noEffect(z.boolean().default(false).describe("No effect: none are."), "no files are written"),
  task_type: noEffect(z.literal("CPU").default("CPU").describe("Only CPU."), "the processor is used"),
  eval_metric: noEffect(z.null().default(null).describe("Only null: the loss."), "early stopping looks at the loss"),
};

const growth = ({ depth, grow_policy: policy, max_leaves: leaves, early_stopping_rounds: rounds }: JsonObject) => ({
  ...stopAfter(rounds),
  max_depth: depth ?? 6,
  grow_policy: policy === "Lossguide" ? "lossguide" : "depthwise",
  max_leaf_nodes: policy === "Lossguide" ? (leaves ?? 31) : null,
});

const fixed = { min_child_weight: 0 };
const differences = [
  "trees of the policy SymmetricTree are grown level by level: each node has a question of its own",
  "boosting is plain, without ordered statistics; categories are parted by sets",
  "without learning_rate it is 0.03, which the library derives from rows and rounds",
  "without subsample all rows are used; neither random strength nor bagging temperature is applied",
  ...boostingDifferences,
];

export default defineDialect({
  library: "CatBoost",
  classes: [
    {
      classPath: "catboost.CatBoostClassifier",
      aliases: ["catboost.core.CatBoostClassifier"],
      estimator: "gradient-boosting-classifier",
      parameters: {
        loss_function: noEffect(
          z
            .enum(["Logloss", "MultiClass"])
            .nullable()
            .default(null)
            .describe("No effect: it follows from the classes."),
          "it follows from the number of classes",
          ["objective"],
        ),
        class_weights: { ...classWeight, meaning: { kind: "combined" } },
        auto_class_weights: combined(
          z.enum(["Balanced"]).nullable().default(null).describe("Balanced, or null for class_weights."),
        ),
        scale_pos_weight: option(positiveWeight),
        ...common,
      },
      fixed,
      combine: (parameters) => ({
        ...growth(parameters),
        class_weight:
          parameters["auto_class_weights"] === "Balanced" ? "balanced" : (parameters["class_weights"] ?? null),
      }),
      differences,
    },
    {
      classPath: "catboost.CatBoostRegressor",
      aliases: ["catboost.core.CatBoostRegressor"],
      estimator: "gradient-boosting-regressor",
      parameters: {
        loss_function: combined(
          z
            .string()
            .regex(/^(RMSE|MAE|Poisson|Quantile(:alpha=0?\.\d+)?|Huber:delta=\d+(\.\d+)?)$/)
            .default("RMSE")
            .describe("`RMSE`, `MAE`, `Poisson`, `Quantile:alpha=0.9` or `Huber:delta=1.0`."),
          ["objective"],
        ),
        ...common,
      },
      fixed,
      combine: (parameters) => ({ ...growth(parameters), ...lossOf(parameters["loss_function"]) }),
      differences,
    },
  ],
});

function lossOf(text: JsonValue | undefined): JsonObject {
  const [name, setting = ""] = typeof text === "string" ? text.split(":") : [];
  const value = Number(setting.split("=")[1] ?? NaN);
  switch (name) {
    case "MAE":
      return { loss: "absolute_error" };
    case "Poisson":
      return { loss: "poisson" };
    case "Quantile":
      return { loss: "quantile", quantile: Number.isNaN(value) ? 0.5 : value };
    case "Huber":
      return { loss: "huber", huber_delta: value };
    default:
      return { loss: "squared_error" };
  }
}
