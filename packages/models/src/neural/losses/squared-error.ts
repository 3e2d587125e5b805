import type { Value } from "@mlops/onnx";

import type { Scope } from "../scope.ts";

/** Σ wᵢ · (outputᵢ − valueᵢ)², rank 0. `outputs` float [rows, 1], `values` and `weights` float [rows]. */
export function squaredError(scope: Scope, outputs: Value, values: Value, weights: Value): Value {
  const { graph } = scope;
  const difference = graph.node("Sub", [graph.node("Reshape", [outputs, scope.integers([-1])]), values]);
  const weighted = graph.node("Mul", [graph.node("Mul", [difference, difference]), weights]);
  return graph.node("ReduceSum", [weighted], { attributes: { keepdims: { int: 0 } } });
}
