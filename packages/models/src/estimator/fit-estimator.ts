import {
  type FitCheckpoints,
  type FitContext,
  type JsonObject,
  randomKey,
  type RandomKey,
  throwIfCancelled,
  type TrainingData,
} from "@mlops/core";
import type { z } from "zod";

import { assertTrainable } from "./assert-trainable.ts";
import type { Estimator } from "./define-estimator.ts";
import { parseOptions } from "./estimator-options.ts";
import { type FittedEstimator, schemaOf } from "./fitted-estimator.ts";

export interface FitSettings<State extends object = object> {
  /** Default: the key of seed 42. */
  readonly randomKey?: RandomKey;
  /** Default 1. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** A model of the same estimator, fitted on the same columns, to go on from. */
  readonly initial?: FittedEstimator<State>;
  readonly onProgress?: (done: number, total: number, note?: string) => void;
  readonly onMetrics?: (step: number, values: Readonly<Record<string, number>>) => void;
  readonly checkpoints?: FitCheckpoints;
  readonly onLog?: (level: "info" | "warn", message: string) => void;
}

/**
 * Fits an estimator: options are parsed, data held against the capabilities, cancellation is checked at every progress
 * step. This is the way to fit; `estimator.fit` relies on these checks.
 *
 * @throws MlopsError ESTIMATOR_OPTION_INVALID, ESTIMATOR_DATA_UNSUPPORTED, MODEL_FIT_INVALID, CANCELLED
 */
export async function fitEstimator<State extends object>(
  estimator: Estimator<z.ZodType, State>,
  training: TrainingData,
  options: unknown = {},
  settings: FitSettings<State> = {},
): Promise<FittedEstimator<State>> {
  const { threads = 1, initial } = settings;
  const parsed = parseOptions(estimator, options);
  assertTrainable(estimator, training, initial);
  const warnings: string[] = [];
  const context = fitContext(settings, threads, warnings);
  throwIfCancelled(settings.signal);
  const state = await estimator.fit(training, parsed, context);
  throwIfCancelled(settings.signal);
  const { features, target } = training;
  const levels = estimator.quantileLevels?.(state) ?? [];
  return {
    formatVersion: 1,
    estimator: estimator.name,
    engine: "native",
    options: parsed as JsonObject,
    features: features.map(schemaOf),
    target: target.kind === "values" ? { kind: "values" } : { kind: "classes", classes: [...target.classes] },
    ...(levels.length > 0 && { quantileLevels: levels }),
    rows: target.kind === "values" ? target.values.length : target.codes.length,
    threads,
    warnings,
    state,
  };
}

function fitContext(settings: FitSettings, threads: number, warnings: string[]): FitContext {
  const signal = settings.signal ?? new AbortController().signal;
  return {
    randomKey: settings.randomKey ?? randomKey(42),
    threads,
    signal,
    ...(settings.initial && { initialState: settings.initial.state }),
    progress(done, total, note) {
      settings.onProgress?.(done, total, note);
      throwIfCancelled(signal);
    },
    metrics: (step, values) => settings.onMetrics?.(step, values),
    ...(settings.checkpoints && { checkpoints: settings.checkpoints }),
    log(level, message) {
      if (level === "warn") warnings.push(message);
      settings.onLog?.(level, message);
    },
  };
}
