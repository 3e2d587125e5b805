import type { EstimatorComponent } from "@mlops/core";
import type { GraphBuilder, Value } from "@mlops/onnx";
import type { z } from "zod";

/** A feature inside a graph, rank 1: a double with NaN for missing, or an int64 code with −1 for missing. */
export type OnnxFeature =
  | { readonly kind: "numeric"; readonly name: string; readonly value: Value }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly value: Value;
      readonly categories: readonly string[];
    };

/** Rank-1 doubles; of classes one per class, in the order of the training's. */
export type OnnxPrediction =
  | {
      readonly kind: "values";
      readonly value: Value;
      /** Of an estimator that predicts them: as in `Prediction`. */
      readonly quantiles?: readonly { readonly level: number; readonly value: Value }[];
    }
  | { readonly kind: "probabilities"; readonly probabilities: readonly Value[] };

/**
 * One folder under `estimators/`, default-exported: pure functions over plain data (the laws are `EstimatorComponent`'s).
 * Options carry the hyper-parameter names and ranges of scikit-learn, each with a description; the class paths of libraries
 * and their defaults are tables under `dialects/`. Its whole test is `estimatorConformance`.
 */
export interface Estimator<
  Options extends z.ZodType = z.ZodType,
  State extends object = object,
> extends EstimatorComponent<Options, State> {
  /** Of the arithmetic of `predict` and of the exported nodes; double where left out. */
  readonly precision?: "single" | "double";
  /** Rows of one run of the exported model that keep its memory within bounds, where the runtime's usual number may not. */
  rowsPerRun?(state: State): number;
  /**
   * The nodes that compute what `predict` does, in the same precision; inputs are the features in the training's order.
   * Labels are no part of it: `classificationTail` makes them from the probabilities. A promise only where other estimators
   * inside are loaded first.
   */
  toOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: State): OnnxPrediction | Promise<OnnxPrediction>;
}

export function defineEstimator<Options extends z.ZodType, State extends object>(
  estimator: Estimator<Options, State>,
): Estimator<Options, State> {
  return estimator;
}
