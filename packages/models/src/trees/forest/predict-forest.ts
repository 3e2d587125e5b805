import type { Feature, Prediction } from "@mlops/core";

import { sumTrees } from "../predict-trees.ts";
import { treeCount } from "../tree-ensemble.ts";
import type { ForestState } from "./forest-state.ts";

/** Leaves are added first and divided afterwards: shares with a common denominator stay ties. */
export function predictForest(features: readonly Feature[], { trees, classes, shift, scale }: ForestState): Prediction {
  const count = treeCount(trees);
  const means = sumTrees(features, trees).map((column) => column.map((sum) => sum / count));
  const [first = new Float64Array(0)] = means;
  if (classes === null) return { kind: "values", values: first.map((mean) => mean * scale + shift) };
  if (classes.length === 1) return { kind: "probabilities", classes, probabilities: [first.map(() => 1)] };
  if (classes.length === 2) {
    return { kind: "probabilities", classes, probabilities: [first.map((share) => 1 - share), first] };
  }
  // Single-precision shares of a leaf sum to 1 but for their last digits.
  const totals = first.map((_, row) => means.reduce((sum, column) => sum + (column[row] ?? 0), 0));
  return {
    kind: "probabilities",
    classes,
    probabilities: means.map((column) => column.map((share, row) => share / (totals[row] ?? 1))),
  };
}
