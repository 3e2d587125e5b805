// Tests are made from data here, which these rules take for slips.
/* oxlint-disable vitest/no-conditional-tests, vitest/expect-expect, vitest/valid-title */
import {
  cancelled,
  type EstimatorTask,
  type Feature,
  type FitContext,
  isMlopsError,
  type MlopsError,
  type Prediction,
  randomKey,
  type TrainingData,
} from "@mlops/core";
import { expect, test, type TestContext } from "vitest";

import type { EstimatorSubject } from "./estimator-subject.ts";
import { classData, type DataShape, regressionData } from "./judged-data.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The estimator at work in one law. */
export class EstimatorScene {
  readonly subject: EstimatorSubject;
  readonly context: TestContext;

  constructor(subject: EstimatorSubject, context: TestContext) {
    this.subject = subject;
    this.context = context;
  }

  get capabilities() {
    return this.subject.estimator.capabilities;
  }

  get task(): EstimatorTask {
    const [task] = this.capabilities.tasks;
    if (task === undefined) throw new TypeError("an estimator has at least one task");
    return task;
  }

  /** Data of the estimator's first task: values, or the classes "no" and "yes". */
  data(shape: DataShape): TrainingData {
    return this.task === "regression" ? regressionData(shape) : classData(shape, ["no", "yes"]);
  }

  async fit(training: TrainingData, overrides: Partial<FitContext> = {}, options: object = {}): Promise<object> {
    return this.subject.fit(training, { ...this.subject.options, ...options }, fitContext(overrides));
  }

  async predict(features: readonly Feature[], state: object): Promise<Prediction> {
    return this.subject.estimator.predict(features, state);
  }
}

/** A context whose progress throws once the signal is aborted, as the contract says. */
export function fitContext(overrides: Partial<FitContext> = {}): FitContext {
  const signal = overrides.signal ?? new AbortController().signal;
  return {
    randomKey: randomKey("conformance"),
    threads: 1,
    log: () => undefined,
    metrics: () => undefined,
    ...overrides,
    signal,
    progress(done, total, note) {
      overrides.progress?.(done, total, note);
      if (signal.aborted) throw cancelled(signal.reason);
    },
  };
}

/** Declares laws as tests of a subject and knows which deviations were used. */
export class EstimatorLawBook {
  readonly #subject: EstimatorSubject;
  readonly #names = new Set<string>();

  constructor(subject: EstimatorSubject) {
    this.#subject = subject;
  }

  law(name: string, body: (scene: EstimatorScene) => Promise<void>): void {
    this.#names.add(name);
    const reason = this.#subject.deviations?.[name];
    const run = async (context: TestContext): Promise<void> => body(new EstimatorScene(this.#subject, context));
    const settings = { timeout: this.#subject.timeout ?? 60_000 };
    if (reason === undefined) test(name, settings, run);
    else test.fails(`${name} (deviation: ${reason})`, settings, run);
  }

  /** To be called last. */
  close(): void {
    test("every declared deviation names a law", () => {
      const unknown = Object.keys(this.#subject.deviations ?? {}).filter((name) => !this.#names.has(name));
      expect(unknown).toEqual([]);
    });
  }
}

/** The columns of a prediction: the values, or one per class. */
export function columnsOf(prediction: Prediction): readonly Float64Array[] {
  return prediction.kind === "values" ? [prediction.values] : prediction.probabilities;
}

export function largestDifference(one: Prediction, other: Prediction): number {
  const [left, right] = [columnsOf(one), columnsOf(other)];
  expect(right.map(({ length }) => length)).toEqual(left.map(({ length }) => length));
  return left.reduce(
    (largest, column, index) =>
      column.reduce((most, value, row) => Math.max(most, Math.abs(value - (right[index]?.[row] ?? NaN))), largest),
    0,
  );
}

export async function failureOf(work: Promise<unknown>): Promise<MlopsError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (isMlopsError(error)) return error;
  throw new Error(error === undefined ? "nothing was refused" : "what was thrown is no MlopsError", {
    cause: error,
  });
}
