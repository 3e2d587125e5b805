import { z } from "zod";

const columnShares = z.union([z.enum(["sqrt", "log2"]), z.int().min(1), z.number().gt(0).max(1)]).nullable();

/** Hyper-parameters of a single tree, by scikit-learn's names. */
export const treeOptions = {
  max_depth: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Questions from root to leaf at most; null for no limit."),
  min_samples_split: z
    .union([z.int().min(2), z.number().gt(0).max(1)])
    .default(2)
    .describe("Rows of a node that is parted at least; below 1, a share of all."),
  min_samples_leaf: z
    .union([z.int().min(1), z.number().gt(0).lt(1)])
    .default(1)
    .describe("Rows of a leaf at least; below 1, a share of all."),
  min_weight_fraction_leaf: z.number().min(0).max(0.5).default(0).describe("Share of all weights in a leaf at least."),
  max_leaf_nodes: z
    .int()
    .min(2)
    .nullable()
    .default(null)
    .describe("Leaves at most, those that gain most; null for any."),
  min_impurity_decrease: z.number().min(0).default(0).describe("What a question has to take off the impurity."),
  max_bins: z.int().min(2).max(255).default(255).describe("Bins of a column at most, missing values apart."),
};

/** Columns that a node looks at. */
export function maxFeaturesOption(usual: "sqrt" | number | null) {
  return columnShares
    .default(usual)
    .describe("Columns that a question is chosen from: `sqrt`, `log2`, a number, a share up to 1.0, or null for all.");
}

/** Hyper-parameters of many trees. */
export const forestOptions = {
  n_estimators: z.int().min(1).default(100).describe("Trees."),
  ...treeOptions,
  oob_score: z.boolean().default(false).describe("Whether to judge rows by the trees that did not see them."),
  max_samples: z
    .union([z.int().min(1), z.number().gt(0).max(1)])
    .nullable()
    .default(null)
    .describe("Rows drawn for each tree: a number, or a share below 1; null for as many as there are."),
};

/** Whether rows are drawn with repetition. */
export function bootstrapOption(usual: boolean) {
  return z.boolean().default(usual).describe("Whether each tree sees rows drawn with repetition, or all rows.");
}

export const classCriterion = z
  .enum(["gini", "entropy", "log_loss"])
  .default("gini")
  .describe("What makes a node impure; `log_loss` is `entropy`.");

export const valueCriterion = z
  .enum(["squared_error", "friedman_mse"])
  .default("squared_error")
  .describe("What makes a node impure; both choose the same questions.");

export const cutsOption = z
  .enum(["best", "random"])
  .default("best")
  .describe("Whether a column is cut at its best place, or at one drawn at random.");

/** A forest of one tree that sees all rows. */
export const singleTree = { n_estimators: 1, oob_score: false, max_samples: null, bootstrap: false } as const;

const allOptions = z.strictObject({
  ...forestOptions,
  max_features: maxFeaturesOption(null),
  bootstrap: bootstrapOption(true),
  criterion: z.enum(["gini", "entropy", "log_loss", "squared_error", "friedman_mse"]),
});

/** Options of any forest; those of a single tree have their own defaults for the rest. */
export type ForestOptions = z.output<typeof allOptions>;
