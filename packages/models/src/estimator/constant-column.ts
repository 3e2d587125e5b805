import { doubles, type GraphBuilder, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "./define-estimator.ts";

/** A double for each row, all of them `value`; as many as the inputs have rows. */
export function constantColumn(graph: GraphBuilder, inputs: readonly OnnxFeature[], value: number): Value {
  const shape = graph.node("Shape", [inputs[0]?.value]);
  return graph.node("Expand", [graph.constant("constant", doubles([value])), shape]);
}
