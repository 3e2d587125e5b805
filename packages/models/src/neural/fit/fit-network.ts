import {
  type Feature,
  type FitContext,
  MlopsError,
  type RandomKey,
  randomStream,
  splitKey,
  type TrainingData,
  type TrainingPart,
} from "@mlops/core";

import { rowsOf } from "../../estimator/rows-of.ts";
import { type ColumnPlan, columnMatrices, networkColumns, planColumns } from "../column-plan.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { squaredError } from "../losses/squared-error.ts";
import type { Network } from "../network.ts";
import { networkOf, type NetworkShape } from "../network-shape.ts";
import type { CurvePoint, NeuralState, NeuralTarget } from "../neural-state.ts";
import { initialParameters } from "../parameters.ts";
import { type StepGraph, stepGraph } from "../training/step-graph.ts";
import {
  progressNote,
  type StepReport,
  stepsPerEpoch,
  trainPhase,
  type TrainingPhase,
} from "../training/train-phase.ts";
import { type FitProgress, freshProgress } from "./fit-progress.ts";
import type { FitSettings } from "./fit-settings.ts";
import { openForwardSession } from "./forward-session.ts";
import { pretrainingPhase } from "./pretraining-phase.ts";
import { neuralTarget, rowWeights, targetData, targetInput, validationWeights } from "./target-data.ts";
import { meanLoss } from "./validation-loss.ts";

export interface NetworkFit {
  readonly training: TrainingData;
  readonly settings: FitSettings;
  /** The network for the number of outputs. */
  readonly shapeFor: (outputs: number) => NetworkShape;
  /** Most columns that become tokens; null: any number. */
  readonly mostColumns: number | null;
}

/**
 * Pre-trains, if asked to, and trains a network, from new parameters or from those of a state.
 *
 * @throws MlopsError MODEL_FIT_INVALID, MODEL_FIT_DIVERGED, CANCELLED
 */
export async function fitNetwork(fit: NetworkFit, context: FitContext): Promise<NeuralState> {
  const { settings } = fit;
  const { train, validation } = partsOf(fit, context);
  const initial = context.initialState as NeuralState | undefined;
  const target = initial?.target ?? neuralTarget(fit.training.target);
  const columns = initial?.columns ?? planned(fit, context);
  const shape = fit.shapeFor(target.kind === "classes" ? target.classes.length : 1);
  assertSameShape(shape, initial);
  const network = networkOf(shape, networkColumns(columns));
  const begin = initial?.parameters ?? initialParameters(network.parameters, splitKey(context.randomKey, "parameters"));
  const phases = phasesOf({ fit, train, validation, network, shape, columns, target }, context);
  const end = await runPhases(phases, begin, settings, context);
  return {
    format: "mlops.neural/1",
    shape,
    columns,
    target,
    parameters: end.progress.state.parameters.slice(),
    training: { curve: end.curve, bestEpoch: end.best?.epoch ?? settings.epochs, stoppedEarly: end.stoppedEarly },
  };
}

function planned({ training, mostColumns }: NetworkFit, context: FitContext): ColumnPlan {
  const columns = planColumns(training.features);
  const { numeric, categorical, merged } = columns;
  const count = numeric.length + categorical.length;
  if (mostColumns !== null && count > mostColumns) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `There are ${count} columns, and each is a token; max_tokens is ${mostColumns}. Attention takes memory and time by the square of the tokens: leave columns out, or raise max_tokens.`,
    );
  }
  if (merged.length > 0) {
    const pairs = merged.slice(0, 5).map(({ name, into }) => `"${name}" (as "${into}")`);
    const more = merged.length > 5 ? ` and ${merged.length - 5} more` : "";
    context.log("info", `Columns equal to another on every training row are left out: ${pairs.join(", ")}${more}.`);
  }
  return columns;
}

function assertSameShape(shape: NetworkShape, initial: NeuralState | undefined): void {
  if (initial === undefined) return;
  const [wanted, given]: Record<string, unknown>[] = [{ ...shape }, { ...initial.shape }];
  const differs = Object.keys(wanted ?? {}).find(
    (key) => JSON.stringify(wanted?.[key]) !== JSON.stringify(given?.[key]),
  );
  // Dropout has no parameters: it may change.
  if (differs === undefined || differs === "dropout") return;
  throw new MlopsError(
    "MODEL_FIT_INVALID",
    `The model to go on from has ${differs} ${JSON.stringify(given?.[differs])}, the options ask for ${JSON.stringify(wanted?.[differs])}.`,
  );
}

interface Work {
  readonly fit: NetworkFit;
  readonly train: TrainingPart;
  readonly validation: TrainingPart | undefined;
  readonly network: Network;
  readonly shape: NetworkShape;
  readonly columns: ColumnPlan;
  readonly target: NeuralTarget;
}

/** Rows to learn from, and rows to stop by. */
function partsOf({ training, settings }: NetworkFit, { randomKey }: FitContext) {
  const { validation, ...train } = training;
  if (validation || settings.earlyStopping === null) return { train, validation };
  return setAside(train, settings.earlyStopping.validationFraction, splitKey(randomKey, "validation"));
}

function setAside(part: TrainingPart, fraction: number, key: RandomKey) {
  const rows = rowsOf(part.features);
  const order = randomStream(key).shuffle(Array.from({ length: rows }, (_, row) => row));
  const count = Math.floor(rows * fraction);
  const [held, kept] = [order.slice(0, count).toSorted(byNumber), order.slice(count).toSorted(byNumber)];
  if (count === 0) return { train: part, validation: undefined };
  return { train: takeRows(part, kept), validation: takeRows(part, held) };
}

const byNumber = (a: number, b: number): number => a - b;

function takeRows({ features, target, weights }: TrainingPart, rows: readonly number[]): TrainingPart {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const codes = (values: Int32Array) => Int32Array.from(rows, (row) => values[row] ?? -1);
  return {
    features: features.map((feature): Feature =>
      feature.kind === "numeric"
        ? { ...feature, values: numbers(feature.values) }
        : { ...feature, codes: codes(feature.codes) },
    ),
    target:
      target.kind === "values"
        ? { kind: "values", values: numbers(target.values) }
        : { ...target, codes: codes(target.codes) },
    ...(weights && { weights: numbers(weights) }),
  };
}

interface Validator extends AsyncDisposable {
  /** The loss on the validation rows. */
  loss(parameters: Float32Array): Promise<number>;
}

interface PhasePlan {
  readonly phase: TrainingPhase;
  readonly name: CurvePoint["phase"];
  /** Undefined without validation rows. */
  readonly validator: (() => Promise<Validator>) | undefined;
  readonly stops: boolean;
}

function phasesOf(work: Work, context: FitContext): readonly PhasePlan[] {
  const { fit, train, network, shape, columns, target } = work;
  const { settings } = fit;
  const rows = rowsOf(train.features);
  const matrices = columnMatrices(train.features, columns, rows);
  const shared = { optimiser: settings.optimiser, threads: context.threads, masks: settings.masks };
  const supervised: PhasePlan = {
    name: "training",
    stops: settings.earlyStopping !== null,
    validator: validationOf(work, context),
    phase: {
      ...shared,
      name: "training",
      step: supervisedStep(network, target, Math.min(settings.batchSize, rows)),
      data: { ...matrices, ...targetData(train.target, target) },
      weights: rowWeights(train.target, train.weights, settings.classWeight),
      epochs: settings.epochs,
      schedule: settings.schedule,
      key: splitKey(context.randomKey, "training"),
    },
  };
  const { pretraining } = settings;
  if (pretraining === null || shape.kind !== "tab-transformer") return [supervised];
  const key = splitKey(context.randomKey, "pre-training");
  const given = { shape, columns: networkColumns(columns), settings: pretraining, matrices, rows };
  const phase = { ...shared, ...pretrainingPhase(given, settings, key) };
  return [{ name: "pre-training", stops: false, validator: undefined, phase }, supervised];
}

function supervisedStep(network: Network, target: NeuralTarget, rows: number): StepGraph {
  return stepGraph(network, targetInput(target), rows, (scope, inputs, values) => {
    const outputs = network.forward(scope, inputs);
    const { weights, classes, values: numbers } = values;
    if (!weights) throw new TypeError("a step has weights");
    if (target.kind === "classes" && classes) {
      return crossEntropy(scope, outputs, classes, weights, target.classes.length);
    }
    if (!numbers) throw new TypeError("a regression has values");
    return squaredError(scope, outputs, numbers, weights);
  });
}

function validationOf({ fit, train, validation, network, columns, target }: Work, { threads }: FitContext) {
  if (validation === undefined) return undefined;
  const rows = rowsOf(validation.features);
  const matrices = columnMatrices(validation.features, columns, rows);
  const data = targetData(validation.target, target);
  const weights = validationWeights(train, validation, fit.settings.classWeight);
  return async (): Promise<Validator> => {
    const session = await openForwardSession(network, threads);
    return {
      loss: async (parameters) => meanLoss(await session.outputs(parameters, matrices, rows), data, weights),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  };
}

/** Phase after phase, from the last checkpoint where there is one. */
async function runPhases(
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
