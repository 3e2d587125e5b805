import type { z } from "zod";

import type { RandomKey } from "../random/random.ts";
import type { Extension } from "./extension.ts";

/**
 * What estimators learn from and answer. Columns are in a fixed order, as long as there are rows, and never changed by
 * whoever is given them.
 */
export type Feature = NumericFeature | CategoricalFeature;

/** NaN is a missing value; every other value is finite. */
export interface NumericFeature {
  readonly kind: "numeric";
  readonly name: string;
  readonly values: Float64Array;
}

/** `codes` are positions in `categories`, −1 where the value is missing or was not seen in training. */
export interface CategoricalFeature {
  readonly kind: "categorical";
  readonly name: string;
  readonly codes: Int32Array;
  /** Distinct and not empty texts. */
  readonly categories: readonly string[];
}

export type ClassLabel = string | number | boolean;

/** Codes are positions in `classes`: sorted, distinct, all of one type, each with at least one row. */
export interface ClassTarget {
  readonly kind: "classes";
  readonly codes: Int32Array;
  readonly classes: readonly ClassLabel[];
}

/** Finite numbers. */
export interface ValueTarget {
  readonly kind: "values";
  readonly values: Float64Array;
}

export type Target = ClassTarget | ValueTarget;

export interface TrainingPart {
  readonly features: readonly Feature[];
  readonly target: Target;
  /** One finite number ≥ 0 per row, not all of them 0. A row of weight 2 counts like two rows. */
  readonly weights?: Float64Array;
}

export interface TrainingData extends TrainingPart {
  /** Rows that nothing is learnt from, with the same columns and classes: for early stopping. */
  readonly validation?: TrainingPart;
}

/** One number per row; of `probabilities`, one column per class in the order of `classes`, each row of which sums to 1. */
export type Prediction =
  | {
      readonly kind: "values";
      readonly values: Float64Array;
      /** Of an estimator that predicts them: what the truth lies below with the probability `level`, in (0, 1), rising. */
      readonly quantiles?: readonly PredictedQuantile[];
    }
  | {
      readonly kind: "probabilities";
      readonly classes: readonly ClassLabel[];
      readonly probabilities: readonly Float64Array[];
    };

export interface PredictedQuantile {
  readonly level: number;
  readonly values: Float64Array;
}

export type EstimatorTask = "classification" | "regression";

/** How much features count for a model's predictions: at least 0 each, in their order; the larger the more. */
export interface FeatureImportance {
  /** What is measured: `gain`, `absolute coefficient`. */
  readonly kind: string;
  readonly values: readonly number[];
}

/** What an estimator can take. Whatever it cannot is refused before `fit` is called; the suite checks that each is true. */
export interface EstimatorCapabilities {
  readonly tasks: readonly EstimatorTask[];
  /** How many classes it tells apart; null where it does not classify. */
  readonly classes: "binary" | "many" | null;
  /** Learns several targets in one fit: none does. A model of several targets is one fit for each, over one preparation. */
  readonly multiTarget: false;
  /** Takes NaN in numeric and −1 in categorical features. */
  readonly missingValues: boolean;
  /** Takes categorical features. */
  readonly categories: boolean;
  readonly sampleWeights: boolean;
  /** Has the option `class_weight`. */
  readonly classWeights: boolean;
  /** Can go on from `FitContext.initialState`. */
  readonly fineTuning: boolean;
}

export interface FitContext {
  /** The source of every random number. */
  readonly randomKey: RandomKey;
  /** Threads that native code may use. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** A state of the same estimator to go on from; only with the capability `fineTuning`. */
  readonly initialState?: object;
  /**
   * To be called often, `done` never falling and never above `total`.
   *
   * @throws MlopsError CANCELLED once the signal is aborted: an estimator that reports is cancelled without more ado.
   */
  progress(done: number, total: number, note?: string): void;
  /** Numbers of one pass over the rows (from 1), for training curves: `train_loss`, `validation_loss`. Steps rise. */
  metrics(step: number, values: Readonly<Record<string, number>>): void;
  /** Where a long fit leaves what it would go on from if its process were killed; absent where nobody keeps it. */
  readonly checkpoints?: FitCheckpoints;
  /** What the user should know of a fit that ended well: not converged, columns left out. */
  log(level: "info" | "warn", message: string): void;
}

/**
 * The last checkpoint of one fit: of the same data, options, seed and threads, else there is none. A fit that goes on from
 * it has to end in the same state, bit for bit, as one that was never stopped.
 */
export interface FitCheckpoints {
  /** What was saved last, as plain data; undefined where nothing was, or where it cannot be read whole. */
  load(): object | undefined;
  /** Whether the last one is old enough that another is worth its time. */
  isDue(): boolean;
  /** Replaces what was saved, atomically and durably. Plain data, like a state. */
  save(progress: object): void;
}

/**
 * An estimator without its export: pure functions over a state of plain data. The state is made of JSON values and, where
 * it is large, typed arrays at any place in it; stored, these become byte blocks named by their SHA-256.
 *
 * Laws: equal input gives an equal state; nothing given is changed; a prediction depends on its row alone.
 */
export interface EstimatorComponent<
  Options extends z.ZodType = z.ZodType,
  State extends object = object,
> extends Extension<Options> {
  /** Class paths of other libraries and documents: `sklearn.linear_model.LogisticRegression`. */
  readonly aliases: readonly string[];
  readonly capabilities: EstimatorCapabilities;
  /** @throws MlopsError MODEL_FIT_INVALID naming what cannot be learnt from, CANCELLED */
  fit(training: TrainingData, options: z.output<Options>, context: FitContext): State | Promise<State>;
  /**
   * The features are those of the training, in its order and with its categories. A promise only where the arithmetic is
   * that of a native library whose calls are asynchronous.
   */
  predict(features: readonly Feature[], state: State): Prediction | Promise<Prediction>;
  /** Levels of the quantiles that `predict` gives besides the values; absent where it gives none. */
  quantileLevels?(state: State): readonly number[];
  /** Absent where the estimator has no measure of it. */
  importance?(state: State): FeatureImportance | undefined;
}
