import { z } from "zod";

/** Hyper-parameters of gradient boosting, named as scikit-learn's `HistGradientBoosting…` names them, where it has them. */
export const boostingOptions = {
  learning_rate: z.number().positive().default(0.1).describe("What each tree's answer is multiplied by."),
  max_iter: z
    .int()
    .min(1)
    .default(100)
    .describe("Rounds of boosting at most; a round is one tree per class or target."),
  max_leaf_nodes: z.int().min(2).nullable().default(31).describe("Leaves of a tree at most; null for no limit."),
  max_depth: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Questions from root to leaf at most; null for no limit."),
  grow_policy: z
    .enum(["lossguide", "depthwise"])
    .default("lossguide")
    .describe("Which leaf is split next: the one with the most to gain, or level by level."),
  min_samples_leaf: z.int().min(1).default(20).describe("Rows of a leaf at least, estimated from its hessians."),
  min_child_weight: z.number().min(0).default(1e-3).describe("Sum of hessians of a leaf at least."),
  min_split_gain: z.number().min(0).default(0).describe("What a question has to gain at least."),
  l1_regularization: z.number().min(0).default(0).describe("L1 penalty on the leaves' values."),
  l2_regularization: z.number().min(0).default(0).describe("L2 penalty on the leaves' values."),
  max_delta_step: z.number().min(0).default(0).describe("Largest value of a leaf before the learning rate; 0: any."),
  max_bins: z.int().min(2).max(255).default(255).describe("Bins of a column at most, missing values apart."),
  max_features: z.number().gt(0).max(1).default(1).describe("Share of the columns that each question may be about."),
  colsample_bytree: z.number().gt(0).max(1).default(1).describe("Share of the columns that each tree may ask."),
  subsample: z.number().gt(0).max(1).default(1).describe("Share of the rows that each tree is grown from."),
  subsample_freq: z.int().min(1).default(1).describe("Rounds for which one choice of rows holds."),
  cat_smooth: z.number().min(0).default(10).describe("Smooths categories with few rows when they are put in order."),
  cat_l2: z.number().min(0).default(10).describe("L2 penalty beside the other, in questions about several categories."),
  max_cat_to_onehot: z.int().min(1).default(4).describe("Up to so many categories, each is held against all others."),
  monotonic_cst: z
    .record(z.string(), z.union([z.literal(-1), z.literal(0), z.literal(1)]))
    .nullable()
    .default(null)
    .describe("By column: 1 where predictions rise with it, -1 where they fall, 0 for either."),
  early_stopping: z
    .union([z.literal("auto"), z.boolean()])
    .default("auto")
    .describe("Whether to end when the validation part no longer gains; `auto` does from 10,000 rows."),
  validation_fraction: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe("Share of the rows held out for early stopping where no validation part is given."),
  n_iter_no_change: z.int().min(1).default(10).describe("Rounds without gain before early stopping."),
  tol: z.number().min(0).default(1e-7).describe("What counts as a gain on the validation part."),
};

const commonOptions = z.strictObject(boostingOptions);
export type BoostingOptions = z.output<typeof commonOptions>;
