import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature, OnnxPrediction } from "../../estimator/define-estimator.ts";
import { treesToOnnx } from "../onnx/trees-to-onnx.ts";
import type { BoostingState } from "./boosting-state.ts";

export function boostingToOnnx(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  { trees, start, link }: BoostingState,
): OnnxPrediction {
  const scalar = (label: string, value: number): Value => graph.constant(label, doubles([value], []));
  const scores = treesToOnnx(graph, inputs, trees).map((sum, output) =>
    graph.node("Add", [sum, scalar("start", start[output] ?? 0)]),
  );
  const [first] = scores;
  switch (link.kind) {
    case "linear": {
      const scaled = graph.node("Mul", [first, scalar("scale", link.scale)]);
      return { kind: "values", value: graph.node("Add", [scaled, scalar("shift", link.shift)]) };
    }
    case "exponential":
      return { kind: "values", value: graph.node("Exp", [first]) };
    case "logistic": {
      const other = graph.node("Sigmoid", [graph.node("Neg", [first])]);
      return { kind: "probabilities", probabilities: [other, graph.node("Sigmoid", [first])] };
    }
    case "softmax": {
      const axis = graph.constant("axis", int64s([1]));
      const columns = scores.map((score) => graph.node("Unsqueeze", [score, axis]));
      const table = graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
      const probabilities = graph.node("Softmax", [table], { attributes: { axis: { int: 1 } } });
      return {
        kind: "probabilities",
        probabilities: scores.map((_, output) =>
          graph.node("Gather", [probabilities, graph.constant("class", int64s([output], []))], {
            attributes: { axis: { int: 1 } },
          }),
        ),
      };
    }
  }
}
