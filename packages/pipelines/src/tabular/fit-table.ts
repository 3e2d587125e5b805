import { MlopsError, type TrainingData } from "@mlops/core";
import { type CheckpointPlace, type FittedEstimator, trainInChild } from "@mlops/models";
import { applyPreparation, type Preparation } from "@mlops/preprocessing";

import { fitDecision, type TableDecision } from "./decision.ts";
import { fitSteps, targetOf } from "./fit-steps.ts";
import { judgedRows, predictUndecided } from "./predict-table.ts";
import type { TablePlan } from "./table-plan.ts";
import { type PartName, partOf, type TableWork } from "./table-work.ts";

/** Preparation and estimator, fitted on the training part. */
export interface FittedTable {
  readonly preparation: Preparation;
  readonly estimator: FittedEstimator;
  /** Calibration and threshold, fitted on parts of their own. */
  readonly decision: TableDecision;
  /** What the fit told of its passes over the rows, by name: `train_loss`. */
  readonly curves: Readonly<Record<string, readonly (number | null)[]>>;
  /** What the steps and the estimator had to say. */
  readonly warnings: readonly string[];
}

export interface FitTableContext {
  readonly seed: number;
  readonly signal: AbortSignal;
  progress(done: number, total: number, note?: string): void;
  /** Hears the numbers of one pass over the rows, from 1. */
  metrics?(pass: number, values: Readonly<Record<string, number>>): void;
  /** Where a long fit leaves what it would go on from. */
  readonly checkpoint?: CheckpointPlace;
}

/**
 * Fits the steps on the training part, then the estimator on what they leave, in a child process.
 *
 * @throws MlopsError PREPROCESSING_…, ESTIMATOR_…, MODEL_FIT_INVALID, CANCELLED
 */
export async function fitTable(work: TableWork, plan: TablePlan, context: FitTableContext): Promise<FittedTable> {
  const { fitted, warnings } = await fitSteps(work, plan, context.seed);
  const { classPath, options } = plan.estimator;
  const passes: Readonly<Record<string, number>>[] = [];
  const { fitted: estimator } = await trainInChild({
    estimator: classPath,
    training: {
      features: fitted.features,
      target: targetOf(fitted.others, plan, work.target),
      ...validationOf(work, fitted.preparation),
    },
    options,
    seed: context.seed,
    signal: context.signal,
    onProgress: (done, total, note) => context.progress(done, total, note),
    onMetrics(pass, values) {
      passes.push(values);
      context.metrics?.(pass, values);
    },
    ...(context.checkpoint && { checkpoint: context.checkpoint }),
  });
  const decision = await decisionOf(work, { preparation: fitted.preparation, estimator }, plan);
  return {
    preparation: fitted.preparation,
    estimator,
    decision,
    curves: curvesOf(passes),
    warnings: [...plan.warnings, ...warnings, ...estimator.warnings],
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
