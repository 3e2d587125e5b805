import type { FitContext } from "@mlops/core";

import type { CurvePoint } from "../neural-state.ts";
import {
  progressNote,
  type StepReport,
  stepsPerEpoch,
  trainPhase,
  type TrainingPhase,
} from "../training/train-phase.ts";
import { type FitProgress, freshProgress } from "./fit-progress.ts";
import type { FitSettings } from "./fit-settings.ts";

export interface Validator extends AsyncDisposable {
  /** The loss on the validation rows. */
  loss(parameters: Float32Array): Promise<number>;
}

export interface PhasePlan {
  readonly phase: TrainingPhase;
  readonly name: CurvePoint["phase"];
  /** Undefined without validation rows. */
  readonly validator: (() => Promise<Validator>) | undefined;
  readonly stops: boolean;
}

/** Phase after phase, from the last checkpoint where there is one. */
export async function runPhases(
  plans: readonly PhasePlan[],
  begin: Float32Array,
  settings: FitSettings,
  context: FitContext,
): Promise<FitProgress> {
  const totals = plans.map(({ phase }) => phase.epochs * stepsPerEpoch(phase));
  const total = totals.reduce((sum, each) => sum + each, 0);
  let fit = (context.checkpoints?.load() as FitProgress | undefined) ?? freshProgress(begin);
  // Whoever draws the curves of a resumed fit was not there for the first passes.
  for (const [index, point] of fit.curve.entries()) context.metrics(index + 1, curveValues(point));
  for (const [index, plan] of plans.entries()) {
    if (index < fit.phase) continue;
    const before = totals.slice(0, index).reduce((sum, each) => sum + each, 0);
    const tell = (report: StepReport): void => {
      const done = before + report.done;
      context.progress(done, total, `${plan.name} ${progressNote(report, total - done)}`);
    };
    fit = await runPhase(plan, fit, settings, { context, tell });
    context.checkpoints?.save(fit);
  }
  if (fit.stoppedEarly) context.progress(total, total, "stopped early");
  return fit;
}

interface Listening {
  readonly context: FitContext;
  readonly tell: (report: StepReport) => void;
}

async function runPhase(
  { phase, name, validator, stops }: PhasePlan,
  start: FitProgress,
  settings: FitSettings,
  { context, tell }: Listening,
): Promise<FitProgress> {
  await using validation = await validator?.();
  let fit = start;
  for await (const event of trainPhase(phase, start.progress)) {
    const { progress } = event;
    fit = { ...fit, progress };
    if (event.kind === "steps") {
      tell(event.report);
    } else {
      const validationLoss = (await validation?.loss(progress.state.parameters)) ?? null;
      const point = { phase: name, epoch: progress.epoch, trainLoss: event.trainLoss, validationLoss };
      fit = judged(fit, point, settings, stops);
      context.metrics(fit.curve.length, curveValues(point));
    }
    if (context.checkpoints?.isDue()) context.checkpoints.save(fit);
    if (fit.stoppedEarly) break;
  }
  const parameters = stops && fit.best ? fit.best.parameters : fit.progress.state.parameters;
  return { ...fit, phase: fit.phase + 1, progress: freshProgress(parameters).progress };
}

function curveValues({ phase, trainLoss, validationLoss }: CurvePoint): Readonly<Record<string, number>> {
  if (phase === "pre-training") return { pretrain_loss: trainLoss };
  return { train_loss: trainLoss, ...(validationLoss !== null && { validation_loss: validationLoss }) };
}

function judged(fit: FitProgress, point: CurvePoint, { earlyStopping }: FitSettings, stops: boolean): FitProgress {
  const next = { ...fit, curve: [...fit.curve, point] };
  const { epoch, validationLoss } = point;
  if (!stops || earlyStopping === null || validationLoss === null) return next;
  if (fit.best === null || validationLoss < fit.best.loss - earlyStopping.tolerance) {
    const { parameters } = fit.progress.state;
    return { ...next, stale: 0, best: { epoch, loss: validationLoss, parameters } };
  }
  return { ...next, stale: fit.stale + 1, stoppedEarly: fit.stale + 1 >= earlyStopping.patience };
}
