import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "../../estimator/define-estimator.ts";
import { featureTable } from "../../estimator/feature-table.ts";
import type { RidgeState } from "./ridge-state.ts";

/**
 * Imputation and the weighted sum, all in double precision; rank 1, in target units. Scales are within the coefficients:
 * ONNX Runtime draws a factor beside MatMul (of one column that is a scalar) into the product, in single precision.
 */
export function ridgeToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: RidgeState): Value {
  const row: [number, number] = [1, inputs.length];
  const table = featureTable(graph, inputs);
  const means = graph.constant("means", doubles(state.means, row));
  const imputed = graph.node("Where", [graph.node("IsNaN", [table]), means, table]);
  const centred = graph.node("Sub", [imputed, means]);
  const perUnit = state.coefficients.map((coefficient, index) => coefficient / (state.scales[index] ?? 1));
  const coefficients = graph.constant("coefficients", doubles(perUnit, [inputs.length, 1]));
  const columnAxis = graph.constant("axis", int64s([1]));
  const product = graph.node("Squeeze", [graph.node("MatMul", [centred, coefficients]), columnAxis]);
  return graph.node("Add", [product, graph.constant("intercept", doubles([state.intercept], []))]);
}
