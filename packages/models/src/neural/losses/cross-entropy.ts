import { floats, type Value } from "@mlops/onnx";

import type { Scope } from "../scope.ts";

/**
 * Σ wᵢ · −log softmax(scores)ᵢ[classᵢ], rank 0. `scores` float [rows, classes], `codes` int32 [rows], `weights` float
 * [rows]: with weights that sum to 1 it is PyTorch's weighted mean.
 */
export function crossEntropy(scope: Scope, scores: Value, codes: Value, weights: Value, classes: number): Value {
  const { graph } = scope;
  const unit = Array.from({ length: classes * classes }, (_, at) => (at % (classes + 1) === 0 ? 1 : 0));
  const target = graph.node("Gather", [graph.constant("unit", floats(unit, [classes, classes])), codes]);
  const logs = graph.node("LogSoftmax", [scores], { attributes: { axis: { int: -1 } } });
  const column = graph.node("Reshape", [weights, scope.integers([-1, 1])]);
  const weighted = graph.node("Mul", [logs, graph.node("Mul", [target, column])]);
  return graph.node("Neg", [graph.node("ReduceSum", [weighted], { attributes: { keepdims: { int: 0 } } })]);
}
