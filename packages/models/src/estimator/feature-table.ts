import { type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "./define-estimator.ts";

/** Numeric inputs side by side: a double matrix [rows, features]. */
export function featureTable(graph: GraphBuilder, inputs: readonly OnnxFeature[]): Value {
  const axis = graph.constant("axis", int64s([1]));
  const columns = inputs.map(({ value }) => graph.node("Unsqueeze", [value, axis]));
  return graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
}
