import { type ClassLabel, type FitContext, MlopsError, type TrainingData } from "@mlops/core";

import type { ClassWeights } from "../../estimator/class-weights.ts";
import { targetUnit } from "../boosting/target-unit.ts";
import { weightedRows, type WeightedRows } from "../data/weighted-rows.ts";
import { forest } from "./forest.ts";
import type { ForestOptions } from "./forest-options.ts";
import type { ForestRules } from "./forest-plan.ts";
import type { ForestState } from "./forest-state.ts";
import { scoreOutOfBag } from "./out-of-bag.ts";

/** How an estimator's cuts are chosen. */
export type Cuts = ForestRules["cuts"];

/** @throws MlopsError MODEL_FIT_INVALID for options that contradict each other */
export async function fitForest(
  training: TrainingData,
  options: ForestOptions & { readonly class_weight?: ClassWeights },
  cuts: Cuts,
  context: FitContext,
): Promise<ForestState> {
  const classes = training.target.kind === "classes" ? training.target.classes : null;
  const rows = weightedRows(training, options.class_weight ?? null);
  if (options.oob_score && !options.bootstrap) {
    throw new MlopsError("MODEL_FIT_INVALID", "oob_score needs bootstrap: without it every tree sees every row.");
  }
  if (options.max_samples !== null && !options.bootstrap) {
    throw new MlopsError("MODEL_FIT_INVALID", "max_samples needs bootstrap: without it every tree sees every row.");
  }
  const { shift, scale } = classes ? { shift: 0, scale: 1 } : targetUnit(rows, true);
  const target = classes ? rows.target : rows.target.map((value) => (value - shift) / scale);
  const rules = rulesOf(options, rows, classes, scale, cuts);
  const trees = options.n_estimators;
  const total = options.oob_score ? 2 * trees : trees;
  const task = {
    features: rows.features,
    target,
    weights: rows.weights,
    classes: classes?.length ?? 0,
    rules,
    trees,
    maxBins: options.max_bins,
    plainKernels: false,
  };
  const grown = await forest(task, context, context.randomKey, total);
  const report = { context, done: trees, total };
  const outOfBag =
    options.oob_score && rules.draws !== null
      ? scoreOutOfBag(rows.features, target, grown.trees, classes !== null, rules.draws, context.randomKey, report)
      : null;
  return {
    trees: grown.trees,
    classes,
    shift,
    scale,
    importances: { gain: [...grown.importances.gain], split: [...grown.importances.split] },
    outOfBag,
  };
}

function rulesOf(
  options: ForestOptions,
  { features, target }: WeightedRows,
  classes: readonly ClassLabel[] | null,
  scale: number,
  cuts: Cuts,
): ForestRules {
  const rows = target.length;
  const draws = options.bootstrap ? drawsOf(options.max_samples, rows) : null;
  const seen = draws ?? rows;
  const count = (value: number, whole: (value: number) => boolean): number =>
    whole(value) ? value : Math.ceil(value * seen);
  // Of two classes the search looks at one class's sum, which is half of the Gini impurity.
  const entropy = options.criterion === "entropy" || options.criterion === "log_loss";
  const unit = classes === null ? scale ** 2 : classes.length === 2 && !entropy ? 2 : 1;
  return {
    columnsPerNode: columnsOf(options.max_features, features.length),
    cuts,
    entropy,
    maxDepth: options.max_depth,
    maxLeaves: options.max_leaf_nodes,
    leastRowsToSplit: Math.max(
      2,
      count(options.min_samples_split, (value) => value > 1),
    ),
    leastRowsInLeaf: count(options.min_samples_leaf, (value) => value >= 1),
    leastWeightShare: options.min_weight_fraction_leaf,
    leastDecrease: options.min_impurity_decrease / unit,
    draws,
  };
}

function drawsOf(chosen: number | null, rows: number): number {
  if (chosen === null) return rows;
  return chosen < 1 ? Math.max(1, Math.round(chosen * rows)) : Math.min(rows, chosen);
}

function columnsOf(chosen: ForestOptions["max_features"], columns: number): number {
  switch (chosen) {
    case null:
      return columns;
    case "sqrt":
      return Math.max(1, Math.floor(Math.sqrt(columns)));
    case "log2":
      return Math.max(1, Math.floor(Math.log2(columns)));
    default:
      // JSON does not tell 1 from 1.0: as the libraries' defaults have it, 1 is the share.
      return chosen <= 1 ? Math.max(1, Math.floor(chosen * columns)) : Math.min(chosen, columns);
  }
}
