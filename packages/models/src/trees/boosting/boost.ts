import { type Feature, type FitContext, MlopsError, type RandomKey } from "@mlops/core";

import { arena } from "../arena.ts";
import { type BinnedMatrix, binMatrix, reserveBinning, reserveMatrix } from "../binning/binned-matrix.ts";
import { type ColumnBins, columnBins } from "../binning/column-bins.ts";
import { EnsembleBuilder } from "../ensemble-builder.ts";
import type { TreeKernels } from "../kernels/tree-kernels.ts";
import type { SplitImportances, TreeEnsemble } from "../tree-ensemble.ts";
import type { BoostingSettings } from "./boosting-settings.ts";
import { BoostingSampler } from "./boosting-sampler.ts";
import { type GrowthPlan, JOB_BYTES } from "./growth-plan.ts";
import { chooseKernels, growthTeam } from "./growth-team.ts";
import { THREAD_ANSWER_BYTES } from "./growth-thread.ts";
import { histogramBytesOf, histogramsToKeep, type RowLists, TreeGrower } from "./grow-tree.ts";
import { type GrownTree, leafOfRow, treePart } from "./grown-tree.ts";
import { HistogramPool } from "./histogram-pool.ts";
import { type Loss, type LossRows, lossTeller } from "./loss.ts";
import { renewLeaves } from "./renew-leaves.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

const MOST_COLUMNS = 32_767;

export interface BoostingPart {
  readonly features: readonly Feature[];
  /** Values of a regression; codes of classes. */
  readonly target: Float64Array;
  /** All above 0; null where all are 1. */
  readonly weights: Float64Array | null;
}

export interface Boosted {
  /** One score per output before the first tree. */
  readonly start: readonly number[];
  readonly trees: TreeEnsemble;
  readonly importances: SplitImportances;
  /** Mean loss before the first round and after each; that of many training rows is of 10,000 among them. */
  readonly trainingLoss: readonly number[];
  readonly validationLoss: readonly number[];
  /** Rounds whose trees are kept. */
  readonly rounds: number;
}

/** What a loss may use of the memory: a kernel over the scores and labels that lie there. */
export interface LossTools {
  /** Writes the pairs of the logistic loss, without weights. */
  readonly writeLogisticPairs: () => void;
}

/** Gradient boosting: each round adds one tree per output, grown on the loss's gradients. */
export async function boost(
  training: BoostingPart,
  validation: BoostingPart | null,
  makeLoss: (tools: LossTools) => Loss,
  outputs: number,
  settings: BoostingSettings,
  context: Pick<FitContext, "threads" | "progress" | "metrics">,
  key: RandomKey,
): Promise<Boosted> {
  const bins = learnBins(training.features, settings.maxBins);
  const data = layOut(training, bins, outputs, settings, context.threads);
  const { memory, kernels, plan, lists, scoresAt } = data;
  const rows = training.target.length;
  const loss = makeLoss({
    writeLogisticPairs: () =>
      kernels.logisticGradients(scoresAt, data.labelsAt, lists.gradientsAt, Math.ceil(rows / 4) * 4),
  });
  const start = loss.start(training.target, training.weights);
  const part: LossRows = {
    rows,
    target: training.target,
    weights: training.weights,
    scores: new Float32Array(memory.buffer, scoresAt, rows * outputs),
  };
  start.forEach((score, output) => part.scores.fill(score, output * rows, (output + 1) * rows));
  const held = validation && heldOut(validation, bins, start);
  const sampler = new BoostingSampler(memory, plan, lists.rowsAt, settings, key);
  const builder = new EnsembleBuilder(outputs, 1, bins);
  const pairs = new Float32Array(memory.buffer, lists.gradientsAt, 2 * rows);
  const tellLoss = lossTeller(loss, part);
  const trainingLoss = [tellLoss()];
  const validationLoss = held ? [loss.mean(held.part)] : [];
  const gains: SplitImportances = {
    gain: new Float64Array(training.features.length),
    split: new Float64Array(training.features.length),
  };
  const total = settings.rounds * outputs;

  await using team = await growthTeam(memory, plan, kernels);
  const grower = new TreeGrower(memory, plan, settings.limits, kernels, team, lists, data.pool);
  const bytes = new Uint8Array(memory.buffer);
  let bestRound = 0;
  for (let round = 1; round <= settings.rounds; round++) {
    loss.prepare?.(part);
    let questions = 0;
    for (let output = 0; output < outputs; output++) {
      loss.gradients(part, output, pairs);
      sampler.begin(round, output);
      const tree = grower.grow({ ...sampler.task(), learningRate: settings.learningRate });
      if (loss.leafQuantile !== undefined) {
        renewLeaves(tree, part, memory, lists.rowsAt, loss.leafQuantile, settings.learningRate);
      }
      addToTraining(tree, output, data, sampler, bytes, rows);
      if (held) addToHeldOut(tree, output, held);
      for (const { question } of tree.nodes) if (question) count(gains, question);
      questions += tree.leaves.length - 1;
      builder.add(treePart(tree, bins));
      context.progress((round - 1) * outputs + output + 1, total);
    }
    trainingLoss.push(tellLoss());
    if (held) validationLoss.push(loss.mean(held.part));
    context.metrics(round, {
      train_loss: (trainingLoss[round] ?? 0) * settings.lossUnit,
      ...(held && { validation_loss: (validationLoss[round] ?? 0) * settings.lossUnit }),
    });
    if (held) {
      const lowest = validationLoss[bestRound] ?? Infinity;
      if ((validationLoss[round] ?? Infinity) < lowest - settings.leastImprovement) bestRound = round;
      if (settings.patience !== null && round - bestRound >= settings.patience) break;
    }
    // Nothing to ask: the next round would find the same, unless it sees other rows or columns.
    if (questions === 0 && !sampler.random) break;
  }
  if (total > 0) context.progress(total, total);
  const rounds = held && settings.patience !== null ? bestRound : builder.trees / outputs;
  return {
    start,
    trees: builder.finish(rounds * outputs),
    importances: gains,
    trainingLoss,
    validationLoss,
    rounds,
  };
}

function learnBins(features: readonly Feature[], maxBins: number): ColumnBins[] {
  if (features.length > MOST_COLUMNS) {
    throw new MlopsError("MODEL_FIT_INVALID", `Trees take ${MOST_COLUMNS} columns at most, got ${features.length}.`);
  }
  return features.map((feature) => columnBins(feature, maxBins));
}

interface BoostingData {
  readonly memory: SharedMemory;
  readonly kernels: TreeKernels;
  readonly plan: GrowthPlan;
  readonly lists: RowLists;
  readonly pool: HistogramPool;
  readonly scoresAt: number;
  readonly labelsAt: number;
}

function layOut(
  training: BoostingPart,
  bins: readonly ColumnBins[],
  outputs: number,
  settings: BoostingSettings,
  threads: number,
): BoostingData {
  const rows = training.target.length;
  const columns = training.features.length;
  const space = arena();
  const matrix = reserveMatrix(space, rows, columns);
  const histogramBytes = histogramBytesOf(matrix.groups);
  const histograms = histogramsToKeep(settings.limits, histogramBytes, settings.histogramBudget);
  const histogramsAt = space.reserve(histograms * histogramBytes);
  const team = Math.max(1, Math.min(threads, matrix.groups));
  const lists: RowLists = {
    rowsAt: space.reserve(4 * rows),
    scratchAt: space.reserve(4 * rows + 4),
    gradientsAt: space.reserve(8 * rows + 32),
    gatheredAt: space.reserve(8 * rows),
    tableAt: space.reserve(256),
  };
  const plan: GrowthPlan = {
    matrix,
    columns: bins.map((each, column) => ({
      categorical: each.kind === "categorical",
      bins: each.bins,
      hasMissing: each.hasMissing,
      monotone: settings.monotone[column] ?? 0,
    })),
    rules: settings.rules,
    histogramBytes,
    groupsOfThread: Array.from({ length: team + 1 }, (_, thread) => Math.round((matrix.groups * thread) / team)),
    answersAt: space.reserve(team * THREAD_ANSWER_BYTES),
    treeMaskAt: space.reserve(columns),
    nodeMasksAt: [space.reserve(columns), space.reserve(columns)],
    jobAt: space.reserve(JOB_BYTES),
    controlAt: space.reserve(256),
    plainKernels: settings.plainKernels,
  };
  // What only binning needs lies where the gathered pairs will.
  const scoresAt = space.reserve(4 * rows * outputs + 16);
  const labelsAt = space.reserve(4 * rows + 16);
  const edgesAt = space.reserve(1024);
  const memory = space.memory();
  const kernels = chooseKernels(memory, settings.plainKernels);
  binMatrix(memory, kernels, matrix, training.features, bins, { valuesAt: lists.gatheredAt, edgesAt });
  new Float32Array(memory.buffer, labelsAt, rows).set(training.target);
  const pool = new HistogramPool(histogramsAt, histogramBytes, histograms);
  return { memory, kernels, plan, lists, pool, scoresAt, labelsAt };
}

interface HeldOut {
  readonly part: LossRows;
  readonly matrix: BinnedMatrix;
  readonly bytes: Uint8Array;
}

function heldOut(validation: BoostingPart, bins: readonly ColumnBins[], start: readonly number[]): HeldOut {
  const rows = validation.target.length;
  const space = arena();
  const matrix = reserveMatrix(space, rows, validation.features.length);
  const binning = reserveBinning(space, rows);
  const memory = space.memory();
  binMatrix(memory, chooseKernels(memory, false), matrix, validation.features, bins, binning);
  const scores = new Float32Array(rows * start.length);
  start.forEach((score, output) => scores.fill(score, output * rows, (output + 1) * rows));
  return {
    part: { rows, target: validation.target, weights: validation.weights, scores },
    matrix,
    bytes: new Uint8Array(memory.buffer),
  };
}

function addToTraining(
  tree: GrownTree,
  output: number,
  { kernels, lists, scoresAt, plan }: BoostingData,
  sampler: BoostingSampler,
  bytes: Uint8Array,
  rows: number,
): void {
  const at = scoresAt + 4 * rows * output;
  for (const leaf of tree.leaves) kernels.addToRows(lists.rowsAt + 4 * leaf.start, leaf.rows, at, leaf.value);
  const scores = new Float32Array(bytes.buffer, at, rows);
  for (const row of sampler.leftOut()) {
    scores[row] = (scores[row] ?? 0) + leafOfRow(tree, plan.matrix, bytes, row).value;
  }
}

function addToHeldOut(tree: GrownTree, output: number, { part, matrix, bytes }: HeldOut): void {
  const first = output * part.rows;
  for (let row = 0; row < part.rows; row++) {
    part.scores[first + row] = (part.scores[first + row] ?? 0) + leafOfRow(tree, matrix, bytes, row).value;
  }
}

function count({ gain, split }: SplitImportances, question: { readonly column: number; readonly gain: number }): void {
  gain[question.column] = (gain[question.column] ?? 0) + question.gain;
  split[question.column] = (split[question.column] ?? 0) + 1;
}
