import { doubles, type GraphBuilder, type Value } from "@mlops/onnx";

import { constantColumn } from "../../estimator/constant-column.ts";
import type { OnnxFeature, OnnxPrediction } from "../../estimator/define-estimator.ts";
import { treesToOnnx } from "../onnx/trees-to-onnx.ts";
import { treeCount } from "../tree-ensemble.ts";
import type { ForestState } from "./forest-state.ts";

export function forestToOnnx(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  { trees, classes, shift, scale }: ForestState,
): OnnxPrediction {
  const scalar = (label: string, value: number): Value => graph.constant(label, doubles([value], []));
  if (classes?.length === 1) return { kind: "probabilities", probabilities: [constantColumn(graph, inputs, 1)] };
  const count = scalar("trees", treeCount(trees));
  const means = treesToOnnx(graph, inputs, trees).map((sum) => graph.node("Div", [sum, count]));
  const [first] = means;
  if (first === undefined) throw new TypeError("the trees have no output");
  if (classes === null) {
    const scaled = graph.node("Mul", [first, scalar("scale", scale)]);
    return { kind: "values", value: graph.node("Add", [scaled, scalar("shift", shift)]) };
  }
  if (classes.length === 2) {
    return { kind: "probabilities", probabilities: [graph.node("Sub", [scalar("one", 1), first]), first] };
  }
  const total = means.slice(1).reduce((sum, mean) => graph.node("Add", [sum, mean]), first);
  return { kind: "probabilities", probabilities: means.map((mean) => graph.node("Div", [mean, total])) };
}
