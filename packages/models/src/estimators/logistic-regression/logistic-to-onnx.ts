import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "../../estimator/define-estimator.ts";
import { featureTable } from "../../estimator/feature-table.ts";
import type { LogisticState } from "./logistic-state.ts";

/** One rank-1 double per class. */
export function logisticToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: LogisticState): Value[] {
  const { coefficients, intercepts } = state;
  const byFeature = inputs.flatMap((_, index) => coefficients.map((score) => score[index] ?? 0));
  const weights = graph.constant("coefficients", doubles(byFeature, [inputs.length, coefficients.length]));
  const product = graph.node("MatMul", [featureTable(graph, inputs), weights]);
  const scores = graph.node("Add", [
    product,
    graph.constant("intercepts", doubles(intercepts, [1, intercepts.length])),
  ]);
  if (coefficients.length === 1) {
    const score = columnOf(graph, scores, 0);
    return [graph.node("Sigmoid", [graph.node("Neg", [score])]), graph.node("Sigmoid", [score])];
  }
  const probabilities = graph.node("Softmax", [scores], { attributes: { axis: { int: 1 } } });
  return coefficients.map((_, index) => columnOf(graph, probabilities, index));
}

function columnOf(graph: GraphBuilder, table: Value, index: number): Value {
  const position = graph.constant("column", int64s([index], []));
  return graph.node("Gather", [table, position], { attributes: { axis: { int: 1 } } });
}
