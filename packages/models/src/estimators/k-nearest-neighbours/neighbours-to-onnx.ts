import { doubles, type GraphBuilder, graphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature, OnnxPrediction } from "../../estimator/define-estimator.ts";
import { featureTable } from "../../estimator/feature-table.ts";
import { columnOf } from "../../estimator/linear-scores.ts";
import type { NeighbourState } from "./neighbour-state.ts";

/** TensorProto.DataType */
const FLOAT = 1;
const DOUBLE = 11;

/** One row after the other, so that memory holds one row's differences only. */
export function neighboursToOnnx(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  state: NeighbourState,
): OnnxPrediction {
  const width = state.target.kind === "values" ? 1 : state.target.classes.length;
  const means = graph.node("Scan", [featureTable(graph, inputs)], {
    attributes: { body: { graph: rowBody(inputs.length, width, state).finish() }, num_scan_inputs: { int: 1 } },
  });
  const columns = Array.from({ length: width }, (_, index) => columnOf(graph, means, index));
  const [value] = columns;
  if (value === undefined) throw new TypeError("there is no class");
  return state.target.kind === "values" ? { kind: "values", value } : { kind: "probabilities", probabilities: columns };
}

/** From a row to the weighted mean of what its neighbours have: values, or one column for each class. */
function rowBody(features: number, width: number, state: NeighbourState): GraphBuilder {
  const body = graphBuilder("neighbours");
  // Names of a body must not be those of the graph around it.
  const node = (operator: string, from: readonly (Value | undefined)[], attributes = {}): Value =>
    body.node(operator, from, { label: `neighbours/${operator}`, attributes });
  const constant = (label: string, tensor: Parameters<GraphBuilder["constant"]>[1]): Value =>
    body.constant(`neighbours/${label}`, tensor);
  const query = body.input("neighbours/query", "double", [features]);
  const difference = node("Sub", [constant("training", trainingTable(state)), query]);
  const parts = state.p === 2 ? node("Mul", [difference, difference]) : node("Abs", [difference]);
  const sums = node("ReduceSum", [parts, constant("columns", int64s([1]))], { keepdims: { int: 0 } });
  const scaled = node("Mul", [sums, constant("scale", doubles([state.scale], []))]);
  const ranks = node("Cast", [scaled], { to: { int: FLOAT } });
  const [, rows] = body.nodes("TopK", [ranks, constant("count", int64s([state.neighbours]))], 2, {
    label: "neighbours/TopK",
    attributes: { largest: { int: 0 }, sorted: { int: 1 } },
  });
  const weights = neighbourWeights(node, constant, node("Gather", [sums, rows]), state);
  const column = node("Unsqueeze", [weights, constant("column", int64s([1]))]);
  const held = node("Gather", [constant("target", targetTable(state, width)), rows]);
  const first = constant("rows", int64s([0]));
  const total = node("ReduceSum", [weights, first], { keepdims: { int: 1 } });
  const sum = node("ReduceSum", [node("Mul", [held, column]), first], { keepdims: { int: 0 } });
  body.output("neighbours/mean", node("Div", [sum, total]), "double", [width]);
  return body;
}

function neighbourWeights(
  node: (operator: string, from: readonly Value[], attributes?: object) => Value,
  constant: (label: string, tensor: Parameters<GraphBuilder["constant"]>[1]) => Value,
  sums: Value,
  { weights, p, neighbours }: NeighbourState,
): Value {
  if (weights === "uniform") return constant("weights", doubles(Array.from({ length: neighbours }, () => 1)));
  const distance = p === 2 ? node("Sqrt", [sums]) : sums;
  const here = node("Cast", [node("Equal", [sums, constant("zero", doubles([0], []))])], { to: { int: DOUBLE } });
  const anyHere = node("ReduceMax", [here], { keepdims: { int: 1 } });
  const isHere = node("Greater", [anyHere, constant("zero", doubles([0], []))]);
  return node("Where", [isHere, here, node("Reciprocal", [distance])]);
}

function trainingTable({ columns }: NeighbourState) {
  const rows = columns[0]?.length ?? 0;
  const data = new Float64Array(rows * columns.length);
  columns.forEach((column, index) => column.forEach((value, row) => (data[row * columns.length + index] = value)));
  return doubles(data, [rows, columns.length]);
}

function targetTable({ target }: NeighbourState, width: number) {
  if (target.kind === "values") return doubles(target.values, [target.values.length, 1]);
  const data = new Float64Array(target.codes.length * width);
  target.codes.forEach((code, row) => (data[row * width + code] = 1));
  return doubles(data, [target.codes.length, width]);
}
