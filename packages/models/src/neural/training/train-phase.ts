import { MlopsError, type RandomKey, randomStream, splitKey } from "@mlops/core";

import { type OptimiserSettings, stepSizes } from "./adam.ts";
import { type MaskSource, maskSource } from "./keep-masks.ts";
import { learningRate, type LearningRateSchedule } from "./learning-rate.ts";
import { maskPool } from "./mask-pool.ts";
import type { StepGraph } from "./step-graph.ts";
import { openTrainingSession, type RowData, type StepChunk, type VectorState } from "./training-session.ts";

/** One training of a parameter vector: supervised, or pre-training. */
export interface TrainingPhase {
  /** For people and errors: `pre-training`, `training`. */
  readonly name: string;
  readonly step: StepGraph;
  readonly data: RowData;
  /** One per row, finite and ≥ 0; within each step they are divided by their sum. */
  readonly weights: Float64Array;
  readonly epochs: number;
  readonly optimiser: OptimiserSettings;
  readonly schedule: LearningRateSchedule;
  readonly key: RandomKey;
  readonly threads: number;
  /** `fresh`: new masks in every step. `pool`: windows of some steps' masks, drawn once. */
  readonly masks: "fresh" | "pool";
}

/** Where a phase is: all that going on needs. Plain data. */
export interface PhaseProgress {
  readonly state: VectorState;
  /** Whole epochs done. */
  readonly epoch: number;
  /** Steps done of the epoch under way. */
  readonly step: number;
  /** Of the steps done in the epoch under way: Σ loss · weight and Σ weight. */
  readonly lossSum: number;
  readonly weightSum: number;
}

/** Some steps were made; or all of an epoch, and this is their mean loss. */
export type PhaseEvent =
  | { readonly kind: "steps"; readonly progress: PhaseProgress; readonly report: StepReport }
  | { readonly kind: "epoch"; readonly progress: PhaseProgress; readonly trainLoss: number };

export interface StepReport {
  /** Steps done of all epochs of the phase. */
  readonly done: number;
  readonly total: number;
  readonly loss: number;
  readonly stepMs: number;
}

/** A call takes about this long: progress is told, and cancelling heard, between calls. */
const CALL_MS = 200;
const LARGEST_CALL = 64;
/** Bytes of the masks of one call. */
const MASK_BYTES = 2 ** 25;

export function freshVectors(parameters: Float32Array): VectorState {
  return {
    parameters,
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
  };
}

export function stepsPerEpoch({ weights, step }: Pick<TrainingPhase, "weights" | "step">): number {
  return Math.ceil(weights.length / rowsOfStep(step));
}

/**
 * Trains from where `start` is to the last epoch, or until the caller stops listening. The result is a function of the phase
 * and `start` alone: how many steps a call makes, and where it was interrupted, changes no bit.
 *
 * @throws MlopsError MODEL_FIT_DIVERGED naming the step whose loss is not finite
 */
export async function* trainPhase(phase: TrainingPhase, start: PhaseProgress): AsyncGenerator<PhaseEvent, void> {
  const { step, epochs } = phase;
  await using session = await openTrainingSession(step, phase.optimiser, phase.data, phase.threads);
  const perEpoch = stepsPerEpoch(phase);
  const source = phase.masks === "fresh" ? maskSource(splitKey(phase.key, "masks")) : maskPool(step, phase.key);
  const most = largestCall(step);
  let calls = 1;
  let progress = start;
  while (progress.epoch < epochs) {
    const order = epochOrder(phase, progress.epoch);
    while (progress.step < perEpoch) {
      const steps = Math.min(calls, perEpoch - progress.step);
      const begin = performance.now();
      const chunk = chunkOf(phase, source, order, progress, steps);
      const { state, losses } = await session.run(progress.state, chunk);
      const stepMs = (performance.now() - begin) / steps;
      calls = Math.max(1, Math.min(most, Math.round(CALL_MS / stepMs)));
      assertFinite(phase, progress, losses, state);
      progress = advanced(phase, progress, chunk, state, losses);
      const done = progress.epoch * perEpoch + progress.step;
      const loss = progress.lossSum / progress.weightSum;
      yield { kind: "steps", progress, report: { done, total: epochs * perEpoch, loss, stepMs } };
    }
    const trainLoss = progress.lossSum / progress.weightSum;
    progress = {
      state: progress.state,
      epoch: progress.epoch + 1,
      step: 0,
      lossSum: 0,
      weightSum: 0,
    };
    yield { kind: "epoch", progress, trainLoss };
  }
}

function rowsOfStep({ rows, slices }: StepGraph): number {
  return rows * slices;
}

function largestCall({ sites, slices }: StepGraph): number {
  const bytes = sites.reduce((sum, { size }) => sum + size * slices, 0);
  return Math.max(1, Math.min(LARGEST_CALL, Math.floor(MASK_BYTES / Math.max(1, bytes))));
}

/** The rows of an epoch in their order, the last batch padded with the first row, which then weighs 0. */
function epochOrder({ weights, key }: TrainingPhase, epoch: number): Int32Array {
  const order = Array.from({ length: weights.length }, (_, row) => row);
  return Int32Array.from(randomStream(splitKey(key, "order", epoch)).shuffle(order));
}

function chunkOf(
  phase: TrainingPhase,
  source: MaskSource,
  order: Int32Array,
  { epoch, step: first }: PhaseProgress,
  steps: number,
): StepChunk {
  const { step, optimiser, schedule, epochs } = phase;
  const perEpoch = stepsPerEpoch(phase);
  const at = epoch * perEpoch + first;
  const sizes = Array.from({ length: steps }, (_, index) => {
    const rate = learningRate(schedule, at + index, epochs * perEpoch);
    return { rate, ...stepSizes(rate, at + index + 1, optimiser) };
  });
  return {
    steps,
    ...batches(phase.weights, order, rowsOfStep(step), first, steps),
    stepSizes: Float32Array.from(sizes, ({ stepSize }) => stepSize),
    epsilons: Float32Array.from(sizes, ({ epsilon }) => epsilon),
    rates: Float32Array.from(sizes, ({ rate }) => rate),
    masks: step.sites.map(({ size, rate }, site) => source.masks(site, size * step.slices, rate, at, steps)),
  };
}

function batches(weights: Float64Array, order: Int32Array, rows: number, first: number, steps: number) {
  const taken = new BigInt64Array(steps * rows);
  const shares = new Float32Array(steps * rows);
  for (let step = 0; step < steps; step++) {
    const from = (first + step) * rows;
    const end = Math.min(from + rows, order.length);
    let sum = 0;
    for (let place = from; place < end; place++) sum += weights[order[place] ?? 0] ?? 0;
    for (let place = from; place < from + rows; place++) {
      const row = order[place < end ? place : 0] ?? 0;
      const at = step * rows + place - from;
      taken[at] = BigInt(row);
      shares[at] = place < end && sum > 0 ? (weights[row] ?? 0) / sum : 0;
    }
  }
  return { order: taken, weights: shares };
}

function advanced(
  { weights, step: shape }: TrainingPhase,
  progress: PhaseProgress,
  { order, weights: shares }: StepChunk,
  state: VectorState,
  losses: Float32Array,
): PhaseProgress {
  const rows = rowsOfStep(shape);
  let { lossSum, weightSum } = progress;
  losses.forEach((loss, step) => {
    let sum = 0;
    for (let at = step * rows; at < (step + 1) * rows; at++) {
      if ((shares[at] ?? 0) > 0) sum += weights[Number(order[at])] ?? 0;
    }
    lossSum += loss * sum;
    weightSum += sum;
  });
  return { state, epoch: progress.epoch, step: progress.step + losses.length, lossSum, weightSum };
}

function assertFinite(
  { name, schedule }: TrainingPhase,
  { epoch, step }: PhaseProgress,
  losses: Float32Array,
  { parameters }: VectorState,
): void {
  const wrong = losses.findIndex((loss) => !Number.isFinite(loss));
  // The last step of all has no loss behind it that would show what became of the parameters.
  if (wrong < 0 && parameters.every(Number.isFinite)) return;
  const at = step + (wrong < 0 ? losses.length : wrong + 1);
  const what =
    wrong < 0 ? `The parameters of ${name} are not finite after` : `The loss of ${name} is ${losses[wrong]} in`;
  throw new MlopsError("MODEL_FIT_DIVERGED", `${what} step ${at} of epoch ${epoch + 1}.`, {
    details: { phase: name, epoch: epoch + 1, step: at, learningRate: schedule.rate },
  });
}

/** Of the context's progress: the loss, the time of a step, and how long the rest will take. */
export function progressNote({ loss, stepMs, done, total }: StepReport, remaining = total - done): string {
  const seconds = Math.round((remaining * stepMs) / 1000);
  const eta = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `loss ${loss.toFixed(4)} · ${stepMs.toFixed(stepMs < 10 ? 1 : 0)} ms/step · ETA ${eta}`;
}
