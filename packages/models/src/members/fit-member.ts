import { type FitContext, splitKey, type TrainingData } from "@mlops/core";

import { fitResolved } from "../estimator/fit-resolved.ts";
import type { FittedEstimator } from "../estimator/fitted-estimator.ts";
import { resolveEstimator } from "../estimator/resolve-estimator.ts";
import type { MemberSpec } from "./member-spec.ts";

/** Of one member's progress, as part of the whole's. */
const STEPS = 100;

export interface MemberPlace {
  /** For messages, and for the member's random numbers. */
  readonly name: string;
  readonly index: number;
  readonly count: number;
}

/**
 * Fits an estimator inside another one: with its own random numbers, the whole's threads and signal, and its part of the
 * whole's progress.
 *
 * @throws MlopsError as `fitEstimator`
 */
export async function fitMember(
  { class_path: classPath, hyperparameters }: MemberSpec,
  training: TrainingData,
  context: FitContext,
  { name, index, count }: MemberPlace,
): Promise<FittedEstimator> {
  const resolved = await resolveEstimator(classPath);
  return fitResolved(resolved, training, hyperparameters, {
    randomKey: splitKey(context.randomKey, "member", name, index),
    threads: context.threads,
    signal: context.signal,
    onProgress(done, total, note) {
      const part = Math.min(STEPS, Math.floor((STEPS * done) / Math.max(total, 1)));
      context.progress(index * STEPS + part, count * STEPS, note === undefined ? name : `${name}: ${note}`);
    },
    onLog: (level, message) => context.log(level, `${name}: ${message}`),
  });
}
