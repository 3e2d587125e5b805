import { MlopsError, type TrainingData } from "@mlops/core";
import { type CheckpointPlace, type FittedEstimator, trainInChild } from "@mlops/models";
import { applyPreparation, type FittedPreparation, type Preparation } from "@mlops/preprocessing";

import { addressedEstimator } from "../custom-estimators/custom-estimator-plan.ts";
import { fitDecision, type TableDecision } from "./decision.ts";
import { fitSteps, targetOf } from "./fit-steps.ts";
import { judgedRows, predictUndecided } from "./predict-table.ts";
import { planFor, targetsOf, workFor } from "./several-targets.ts";
import type { TablePlan } from "./table-plan.ts";
import { type PartName, partOf, type TableWork } from "./table-work.ts";

/** Preparation and estimator, fitted on the training part. */
export interface FittedTable {
  readonly preparation: Preparation;
  readonly estimator: FittedEstimator;
  /** Of a model of several targets: the estimators of all but the first. */
  readonly others: readonly FittedTarget[];
  /** Calibration and threshold, fitted on parts of their own. */
  readonly decision: TableDecision;
  /** What the fit told of its passes over the rows, by name: `train_loss`. */
  readonly curves: Readonly<Record<string, readonly (number | null)[]>>;
  /** What the steps and the estimator had to say. */
  readonly warnings: readonly string[];
}

/** The estimator of one target, over the same preparation as the others'. */
export interface FittedTarget extends Pick<FittedTable, "estimator" | "decision" | "curves"> {
  readonly target: string;
}

export interface FitTableContext {
  readonly seed: number;
  readonly signal: AbortSignal;
  progress(done: number, total: number, note?: string): void;
  /** Hears the numbers of one pass over the rows, from 1. */
  metrics?(pass: number, values: Readonly<Record<string, number>>): void;
  /** A model to go on from, with its steps as they are: its codes and scales are what its parameters were learnt for. */
  readonly initial?: Pick<FittedTable, "preparation" | "estimator" | "others">;
  /** Where a long fit leaves what it would go on from. */
  readonly checkpoint?: CheckpointPlace;
}

/**
 * Fits the steps on the training part, then the estimator on what they leave, in a child process.
 *
 * @throws MlopsError PREPROCESSING_…, ESTIMATOR_…, MODEL_FIT_INVALID, CANCELLED
 */
export async function fitTable(work: TableWork, plan: TablePlan, context: FitTableContext): Promise<FittedTable> {
  const { fitted, warnings } = context.initial
    ? sameSteps(work, context.initial)
    : await fitSteps(work, plan, context.seed);
  const names = targetsOf(plan);
  const targets: FittedTarget[] = [];
  for (const [index, name] of names.entries()) {
    const part = names.length === 1 ? context : partOfContext(context, name, index, names.length);
    const initial = context.initial && initialFor(context.initial, index);
    targets.push(await fitTarget(workFor(work, name), planFor(plan, name), fitted, part, initial));
  }
  const [first, ...others] = targets;
  if (first === undefined) throw new TypeError("a plan has a target");
  const { estimator, decision, curves } = first;
  return {
    preparation: fitted.preparation,
    estimator,
    others,
    decision,
    curves,
    warnings: [...plan.warnings, ...warnings, ...new Set(targets.flatMap((each) => each.estimator.warnings))],
  };
}

/** The training part by the steps of a model, which are not fitted again. */
function sameSteps(work: TableWork, { preparation }: Pick<FittedTable, "preparation">) {
  const train = partOf(work, "train");
  if (!train) throw new MlopsError("EVALUATION_SPLIT_EMPTY", "The split has no training part.");
  const features = applyPreparation(train.table, preparation);
  return { fitted: { preparation, features, others: train.table }, warnings: [] };
}

/** Targets are in the same order in both. */
function initialFor({ estimator, others }: Pick<FittedTable, "estimator" | "others">, index: number): FittedEstimator {
  const found = index === 0 ? estimator : others[index - 1]?.estimator;
  if (found) return found;
  throw new MlopsError("MODEL_FIT_INVALID", "The model to go on from has fewer targets than the recipe.");
}

/** The estimator of one target, and what becomes of its probabilities. */
async function fitTarget(
  work: TableWork,
  plan: TablePlan,
  { preparation, features, others }: Pick<FittedPreparation, "preparation" | "features" | "others">,
  context: FitTableContext,
  initial: FittedEstimator | undefined,
): Promise<FittedTarget> {
  const { classPath, options } = addressedEstimator(plan.estimator, plan.customEstimators);
  const passes: Readonly<Record<string, number>>[] = [];
  const { fitted: estimator } = await trainInChild({
    estimator: classPath,
    training: { features, target: targetOf(others, plan, work.target), ...validationOf(work, preparation) },
    options,
    seed: context.seed,
    signal: context.signal,
    onProgress: (done, total, note) => context.progress(done, total, note),
    onMetrics(pass, values) {
      passes.push(values);
      context.metrics?.(pass, values);
    },
    ...(context.checkpoint && { checkpoint: context.checkpoint }),
    ...(initial && { initial }),
  });
  const decision = await decisionOf(work, { preparation, estimator }, plan);
  return { target: plan.target, estimator, decision, curves: curvesOf(passes) };
}

/** One target's part of the progress of all. */
function partOfContext(context: FitTableContext, name: string, index: number, count: number): FitTableContext {
  const { checkpoint } = context;
  return {
    ...context,
    ...(checkpoint && { checkpoint: { ...checkpoint, path: `${checkpoint.path}-${index}` } }),
    progress: (done, total, note) =>
      context.progress(index + done / Math.max(total, 1), count, note === undefined ? name : `${name}: ${note}`),
  };
}

/** Rows to stop by, for estimators that learn by passes; the others do not look at them. */
function validationOf(work: TableWork, preparation: Preparation): Pick<TrainingData, "validation"> {
  const part = partOf(work, "validation");
  if (!part || part.table.rowCount === 0) return {};
  return { validation: { features: applyPreparation(part.table, preparation), target: part.target } };
}

function curvesOf(passes: readonly Readonly<Record<string, number>>[]): FittedTable["curves"] {
  const names = [...new Set(passes.flatMap((values) => Object.keys(values)))];
  return Object.fromEntries(names.map((name) => [name, passes.map((values) => values[name] ?? null)]));
}

async function decisionOf(
  work: TableWork,
  fitted: Pick<FittedTable, "preparation" | "estimator">,
  plan: TablePlan,
): Promise<TableDecision> {
  if (work.target.kind === "values") return {};
  const rowsOf = (name: PartName) => async () => {
    const part = partOf(work, name);
    if (!part) throw new MlopsError("EVALUATION_SPLIT_EMPTY", `The split has no ${name} part.`);
    return judgedRows(part.target, await predictUndecided(fitted, part.table));
  };
  const rows = { calibration: rowsOf("calibration"), validation: rowsOf("validation") };
  return fitDecision(rows, plan.decision, work.target.classes, plan.positiveClass);
}
