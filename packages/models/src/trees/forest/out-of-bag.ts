import type { Feature, FitContext, RandomKey } from "@mlops/core";

import { LeafFinder } from "../predict-trees.ts";
import { treeCount, type TreeEnsemble } from "../tree-ensemble.ts";
import { drawRows } from "./bootstrap.ts";
import type { OutOfBag } from "./forest-state.ts";

/**
 * Predicts each row by the trees that were grown without it, whose rows are drawn again from their keys.
 *
 * @param done trees of the progress before
 */
export function scoreOutOfBag(
  features: readonly Feature[],
  target: Float64Array,
  trees: TreeEnsemble,
  classification: boolean,
  draws: number,
  key: RandomKey,
  report: { readonly context: Pick<FitContext, "progress">; readonly done: number; readonly total: number },
): OutOfBag {
  const rows = target.length;
  const { outputs } = trees;
  const sums = new Float64Array(rows * outputs);
  const counts = new Uint32Array(rows);
  const finder = new LeafFinder(features, trees);
  for (let tree = 0; tree < treeCount(trees); tree++) {
    const drawn = drawRows(key, tree, rows, draws);
    for (let row = 0; row < rows; row++) {
      if (drawn[row] !== 0) continue;
      const leaf = finder.leafOf(tree, row) * outputs;
      counts[row] = (counts[row] ?? 0) + 1;
      for (let output = 0; output < outputs; output++) {
        const at = row * outputs + output;
        sums[at] = (sums[at] ?? 0) + (trees.leafValues[leaf + output] ?? 0);
      }
    }
    report.context.progress(report.done + tree + 1, report.total);
  }
  const judged = [...counts.keys()].filter((row) => (counts[row] ?? 0) > 0);
  const mean = (row: number, output: number): number => (sums[row * outputs + output] ?? 0) / (counts[row] ?? 1);
  const score = classification
    ? accuracy(judged, target, (row) => predictedClass(row, outputs, mean))
    : rSquared(judged, target, (row) => mean(row, 0));
  return { metric: classification ? "accuracy" : "r2", score, rows: judged.length };
}

function predictedClass(row: number, outputs: number, mean: (row: number, output: number) => number): number {
  if (outputs === 1) return mean(row, 0) > 0.5 ? 1 : 0;
  let best = 0;
  for (let output = 1; output < outputs; output++) if (mean(row, output) > mean(row, best)) best = output;
  return best;
}

function accuracy(rows: readonly number[], target: Float64Array, predict: (row: number) => number): number | null {
  if (rows.length === 0) return null;
  return rows.filter((row) => predict(row) === target[row]).length / rows.length;
}

function rSquared(rows: readonly number[], target: Float64Array, predict: (row: number) => number): number | null {
  const mean = rows.reduce((sum, row) => sum + (target[row] ?? 0), 0) / rows.length;
  const total = rows.reduce((sum, row) => sum + ((target[row] ?? 0) - mean) ** 2, 0);
  if (!(total > 0)) return null;
  return 1 - rows.reduce((sum, row) => sum + ((target[row] ?? 0) - predict(row)) ** 2, 0) / total;
}
