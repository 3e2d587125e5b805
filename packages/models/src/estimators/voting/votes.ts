import type { Prediction } from "@mlops/core";
import { type GraphBuilder, int64s } from "@mlops/onnx";

import type { OnnxPrediction } from "../../estimator/define-estimator.ts";

/** TensorProto.DataType of double. */
const DOUBLE = 11;

/** 1 for the most probable class, the first of equals, and 0 for the others. */
export function votes(prediction: Prediction): Prediction {
  if (prediction.kind === "values") return prediction;
  const { probabilities } = prediction;
  const rows = probabilities[0]?.length ?? 0;
  const cast = probabilities.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    let best = 0;
    probabilities.forEach((column, code) => {
      if ((column[row] ?? 0) > (probabilities[best]?.[row] ?? 0)) best = code;
    });
    const column = cast[best];
    if (column) column[row] = 1;
  }
  return { ...prediction, probabilities: cast };
}

/** What `votes` computes. */
export function votesToOnnx(graph: GraphBuilder, prediction: OnnxPrediction): OnnxPrediction {
  if (prediction.kind === "values") return prediction;
  const { probabilities } = prediction;
  const axis = graph.constant("axis", int64s([1]));
  const columns = probabilities.map((value) => graph.node("Unsqueeze", [value, axis]));
  const table = graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
  const index = graph.node("ArgMax", [table], { attributes: { axis: { int: 1 }, keepdims: { int: 0 } } });
  return {
    kind: "probabilities",
    probabilities: probabilities.map((_, code) => {
      const isIt = graph.node("Equal", [index, graph.constant("code", int64s([code], []))]);
      return graph.node("Cast", [isIt], { attributes: { to: { int: DOUBLE } } });
    }),
  };
}
