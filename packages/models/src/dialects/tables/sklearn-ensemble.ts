import { z } from "zod";

import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import {
  bootstrapOption,
  classCriterion,
  cutsOption,
  forestOptions,
  maxFeaturesOption,
  treeOptions,
  valueCriterion,
} from "../../trees/forest/forest-options.ts";
import { type ClassParameter, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { classWeight, noThreads, verbose, warmStart } from "../usual-parameters.ts";

type Parameters = Readonly<Record<string, ClassParameter>>;

const randomState = seed(z.int().nullable().default(null).describe("Seed; null: the run's."));
const noPruning = noEffect(z.literal(0).default(0).describe("Only 0: trees are not pruned."), "trees are not pruned");
const noConstraints = noEffect(
  z.null().default(null).describe("Only null: the native forest has no constraints."),
  "there are no constraints",
);

/** Parameters of both classes of histogram boosting. */
const histogramBoosting: Parameters = {
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

/** Parameters of both classes of boosting over sorted values. */
const exactBoosting: Parameters = {
  learning_rate: option(boostingOptions.learning_rate),
  n_estimators: option(z.int().min(1).default(100).describe("Rounds of boosting at most."), { name: "max_iter" }),
  subsample: option(boostingOptions.subsample),
  criterion: noEffect(
    z.enum(["friedman_mse", "squared_error"]).default("friedman_mse").describe("No effect: both choose alike."),
    "questions are chosen by the gain of gradients and hessians",
  ),
  min_samples_split: noEffect(z.literal(2).default(2).describe("Only 2: use min_samples_leaf."), "leaves are limited"),
  min_samples_leaf: option(z.int().min(1).default(1).describe("Rows of a leaf at least, estimated from its hessians.")),
  min_weight_fraction_leaf: noEffect(z.literal(0).default(0).describe("Only 0."), "leaves are limited by rows"),
  max_depth: option(z.int().min(1).nullable().default(3).describe("Questions from root to leaf at most.")),
  min_impurity_decrease: noEffect(z.literal(0).default(0).describe("Only 0."), "gains are not limited"),
  init: noEffect(z.null().default(null).describe("Only null: boosting begins at the best constant."), "it is fixed"),
  random_state: randomState,
  max_features: option(
    z.number().gt(0).max(1).nullable().default(null).describe("Share of the columns of each question; null: all."),
    { convert: (value) => value ?? 1 },
  ),
  verbose,
  max_leaf_nodes: option(z.int().min(2).nullable().default(null).describe("Leaves of a tree at most.")),
  warm_start: warmStart,
  validation_fraction: option(boostingOptions.validation_fraction),
  n_iter_no_change: combined(
    z.int().min(1).nullable().default(null).describe("Rounds without gain before the end; null: no early stopping."),
  ),
  tol: option(z.number().min(0).default(1e-4).describe("What counts as a gain on the validation part.")),
  ccp_alpha: noPruning,
};

const exactFixed = { min_child_weight: 0 };
const exactDifferences = [
  "columns are cut into 255 bins at most, not at every value",
  "questions are chosen by the gain of gradients and hessians",
  ...histogramDifferences,
];
const earlyStopping = (rounds: unknown) =>
  typeof rounds === "number" ? { early_stopping: true, n_iter_no_change: rounds } : { early_stopping: false };

/** Parameters of single trees, as all that is made of trees has them. */
const tree: Parameters = {
  max_depth: option(treeOptions.max_depth),
  min_samples_split: option(treeOptions.min_samples_split),
  min_samples_leaf: option(treeOptions.min_samples_leaf),
  min_weight_fraction_leaf: option(treeOptions.min_weight_fraction_leaf),
  max_leaf_nodes: option(treeOptions.max_leaf_nodes),
  min_impurity_decrease: option(treeOptions.min_impurity_decrease),
  random_state: randomState,
  ccp_alpha: noPruning,
  monotonic_cst: noConstraints,
};

const forest: Parameters = {
  n_estimators: option(forestOptions.n_estimators),
  ...tree,
  oob_score: option(forestOptions.oob_score),
  max_samples: option(forestOptions.max_samples),
  n_jobs: noThreads,
  verbose,
  warm_start: warmStart,
};

const treeDifferences = [
  "columns are cut into 255 bins at most, not at every value",
  "max_features: 1 is the share 1.0",
  "categories are parted by sets, not by the order of codes",
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
    {
      classPath: "sklearn.ensemble.GradientBoostingClassifier",
      estimator: "gradient-boosting-classifier",
      parameters: {
        loss: noEffect(z.literal("log_loss").default("log_loss").describe("Only log_loss."), "it is the only one"),
        ...exactBoosting,
      },
      fixed: exactFixed,
      combine: ({ n_iter_no_change: rounds }) => earlyStopping(rounds),
      differences: exactDifferences,
    },
    {
      classPath: "sklearn.ensemble.GradientBoostingRegressor",
      estimator: "gradient-boosting-regressor",
      parameters: {
        loss: option(
          z
            .enum(["squared_error", "absolute_error", "huber", "quantile"])
            .default("squared_error")
            .describe("What the trees lower."),
        ),
        alpha: combined(z.number().gt(0).lt(1).default(0.9).describe("The quantile of huber and quantile loss.")),
        ...exactBoosting,
      },
      fixed: exactFixed,
      combine: ({ alpha, n_iter_no_change: rounds }) => ({
        ...earlyStopping(rounds),
        quantile: alpha ?? 0.9,
        huber_quantile: alpha ?? 0.9,
      }),
      differences: exactDifferences,
    },
    {
      classPath: "sklearn.ensemble.RandomForestClassifier",
      estimator: "random-forest-classifier",
      parameters: {
        criterion: option(classCriterion),
        max_features: option(maxFeaturesOption("sqrt")),
        bootstrap: option(bootstrapOption(true)),
        class_weight: classWeight,
        ...forest,
      },
      differences: treeDifferences,
    },
    {
      classPath: "sklearn.ensemble.RandomForestRegressor",
      estimator: "random-forest-regressor",
      parameters: {
        criterion: option(valueCriterion),
        max_features: option(maxFeaturesOption(1)),
        bootstrap: option(bootstrapOption(true)),
        ...forest,
      },
      differences: treeDifferences,
    },
    {
      classPath: "sklearn.ensemble.ExtraTreesClassifier",
      estimator: "extra-trees-classifier",
      parameters: {
        criterion: option(classCriterion),
        max_features: option(maxFeaturesOption("sqrt")),
        bootstrap: option(bootstrapOption(false)),
        class_weight: classWeight,
        ...forest,
      },
      differences: treeDifferences,
    },
    {
      classPath: "sklearn.ensemble.ExtraTreesRegressor",
      estimator: "extra-trees-regressor",
      parameters: {
        criterion: option(valueCriterion),
        max_features: option(maxFeaturesOption(1)),
        bootstrap: option(bootstrapOption(false)),
        ...forest,
      },
      differences: treeDifferences,
    },
    {
      classPath: "sklearn.tree.DecisionTreeClassifier",
      estimator: "decision-tree-classifier",
      parameters: {
        criterion: option(classCriterion),
        splitter: option(cutsOption),
        max_features: option(maxFeaturesOption(null)),
        class_weight: classWeight,
        ...tree,
      },
      differences: treeDifferences,
    },
    {
      classPath: "sklearn.tree.DecisionTreeRegressor",
      estimator: "decision-tree-regressor",
      parameters: {
        criterion: option(valueCriterion),
        splitter: option(cutsOption),
        max_features: option(maxFeaturesOption(null)),
        ...tree,
      },
      differences: treeDifferences,
    },
  ],
});
