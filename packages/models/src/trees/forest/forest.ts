import { type Feature, type FitContext, MlopsError, type RandomKey } from "@mlops/core";

import { arena } from "../arena.ts";
import { binMatrix, reserveMatrix } from "../binning/binned-matrix.ts";
import { type ColumnBins, columnBins } from "../binning/column-bins.ts";
import { chooseKernels } from "../boosting/growth-team.ts";
import { EnsembleBuilder } from "../ensemble-builder.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";
import type { SplitImportances, TreeEnsemble } from "../tree-ensemble.ts";
import type { ForestPlan, ForestRules, ForestSpace } from "./forest-plan.ts";
import { growForest } from "./grow-forest.ts";

const MOST_COLUMNS = 32_767;

export interface ForestTask {
  readonly features: readonly Feature[];
  /** Values of a regression; codes of classes. */
  readonly target: Float64Array;
  readonly weights: Float64Array | null;
  /** 0 for a regression. */
  readonly classes: number;
  readonly rules: ForestRules;
  readonly trees: number;
  readonly maxBins: number;
  readonly plainKernels: boolean;
}

export interface Forest {
  readonly trees: TreeEnsemble;
  readonly importances: SplitImportances;
}

/** @param total of the progress, of which the trees are the first part */
export async function forest(
  task: ForestTask,
  context: Pick<FitContext, "threads" | "progress">,
  key: RandomKey,
  total: number,
): Promise<Forest> {
  const { features, trees } = task;
  if (features.length > MOST_COLUMNS) {
    throw new MlopsError("MODEL_FIT_INVALID", `Trees take ${MOST_COLUMNS} columns at most, got ${features.length}.`);
  }
  const bins = features.map((feature) => columnBins(feature, task.maxBins));
  const { memory, plan } = layOut(task, bins, Math.max(1, Math.min(context.threads, trees)), key);
  const builder = new EnsembleBuilder(Math.max(1, plan.leafWidth), plan.leafWidth, bins);
  const gain = new Float64Array(features.length);
  const split = new Float64Array(features.length);
  await growForest(
    memory,
    plan,
    (tree) => {
      builder.add(tree.part);
      tree.gain.forEach((each, column) => (gain[column] = (gain[column] ?? 0) + each));
      tree.split.forEach((each, column) => (split[column] = (split[column] ?? 0) + each));
    },
    context,
    total,
  );
  return { trees: builder.finish(), importances: { gain, split } };
}

function layOut(
  { features, target, weights, classes, rules, trees, maxBins: _, plainKernels }: ForestTask,
  bins: readonly ColumnBins[],
  threads: number,
  key: RandomKey,
): { readonly memory: SharedMemory; readonly plan: ForestPlan } {
  const rows = target.length;
  const space = arena();
  const matrix = reserveMatrix(space, rows, features.length);
  const spaces = Array.from({ length: threads }, (): ForestSpace => ({
    rowsAt: space.reserve(4 * rows),
    scratchAt: space.reserve(4 * rows + 4),
    pairsAt: space.reserve(8 * rows),
    histogramAt: space.reserve(4096),
    marksAt: space.reserve(32),
    cutAt: space.reserve(64),
    tableAt: space.reserve(256),
  }));
  const targetAt = space.reserve(4 * rows);
  const weightsAt = weights === null ? 0 : space.reserve(4 * rows);
  const edgesAt = space.reserve(1024);
  const single = classes <= 2;
  const plan: ForestPlan = {
    matrix,
    bins,
    rules,
    width: single && !rules.entropy ? 1 : Math.max(2, classes),
    leafWidth: single ? 1 : classes,
    targetAt,
    weightsAt,
    key,
    trees,
    spaces,
    nextTreeAt: space.reserve(4),
    plainKernels,
  };
  const memory = space.memory();
  // What only binning needs lies where the first thread's pairs will.
  const valuesAt = spaces[0]?.pairsAt ?? 0;
  binMatrix(memory, chooseKernels(memory, plainKernels), matrix, features, bins, { valuesAt, edgesAt });
  new Float32Array(memory.buffer, targetAt, rows).set(target);
  if (weights !== null) new Float32Array(memory.buffer, weightsAt, rows).set(weights);
  return { memory, plan };
}
