import { type FitContext, MlopsError, splitKey, type Target, type TrainingData, type TrainingPart } from "@mlops/core";

import { rowsOf } from "../../estimator/rows-of.ts";
import { type ColumnPlan, columnMatrices, networkColumns, planColumns } from "../column-plan.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { squaredError } from "../losses/squared-error.ts";
import { type Network, slicedBatch } from "../network.ts";
import { networkOf, type NetworkShape } from "../network-shape.ts";
import type { NeuralState, NeuralTarget } from "../neural-state.ts";
import { initialParameters } from "../parameters.ts";
import { type StepGraph, stepGraph } from "../training/step-graph.ts";
import type { FitSettings } from "./fit-settings.ts";
import { openForwardSession } from "./forward-session.ts";
import { pretrainingPhase } from "./pretraining-phase.ts";
import { type PhasePlan, runPhases, type Validator } from "./run-phases.ts";
import { setAside } from "./set-aside.ts";
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
  assertGoesOn(shape, fit.training.target, initial);
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
    training: {
      curve: end.curve,
      bestEpoch: end.best?.epoch ?? settings.epochs,
      stoppedEarly: end.stoppedEarly,
    },
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

/** Dropout has no parameters: it may change. */
function assertGoesOn(shape: NetworkShape, target: Target, initial: NeuralState | undefined): void {
  if (initial === undefined) return;
  const [wanted, given]: Record<string, unknown>[] = [{ ...shape }, { ...initial.shape }];
  const differs = Object.keys(wanted ?? {})
    .filter((key) => key !== "dropout")
    .find((key) => JSON.stringify(wanted?.[key]) !== JSON.stringify(given?.[key]));
  if (differs !== undefined) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `The model to go on from has ${differs} ${JSON.stringify(given?.[differs])}, the options ask for ${JSON.stringify(wanted?.[differs])}.`,
    );
  }
  const [before, now] = [classesOf(initial.target), classesOf(target)];
  if (before === now) return;
  throw new MlopsError("MODEL_FIT_INVALID", `The model to go on from predicts ${before}, the target is ${now}.`);
}

function classesOf(target: NeuralTarget | Target): string {
  return target.kind === "values" ? "values" : JSON.stringify(target.classes);
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

function supervisedStep(network: Network, target: NeuralTarget, batch: number): StepGraph {
  return stepGraph(network, targetInput(target), slicedBatch(network, batch), (scope, inputs, values) => {
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
