import type { Feature, Prediction } from "@mlops/core";
import type { GraphBuilder } from "@mlops/onnx";

import type { OnnxFeature, OnnxPrediction } from "../estimator/define-estimator.ts";
import type { FittedEstimator } from "../estimator/fitted-estimator.ts";
import { predictEstimator } from "../estimator/predict-estimator.ts";
import { loadFitted } from "../training-process/load-estimator.ts";

/** What an estimator inside another one predicts. */
export async function predictMember(fitted: FittedEstimator, features: readonly Feature[]): Promise<Prediction> {
  return predictEstimator(await loadFitted(fitted), fitted, features);
}

/** The nodes that compute it; `inputs` are in the order of the whole's features, which are the member's. */
export async function memberToOnnx(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  fitted: FittedEstimator,
): Promise<OnnxPrediction> {
  return (await loadFitted(fitted)).toOnnx(graph, inputs, fitted.state);
}
