import type { GraphBuilder, Value } from "@mlops/onnx";

import type { OnnxFeature } from "../../estimator/define-estimator.ts";
import { linearScoresToOnnx } from "../../estimator/linear-scores.ts";
import { scoreProbabilitiesToOnnx } from "../../estimator/score-probabilities.ts";
import type { LogisticState } from "./logistic-state.ts";

/** One rank-1 double per class. */
export function logisticToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: LogisticState): Value[] {
  return scoreProbabilitiesToOnnx(graph, linearScoresToOnnx(graph, inputs, state), state.coefficients.length);
}
