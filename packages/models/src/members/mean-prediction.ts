import type { Prediction } from "@mlops/core";
import { doubles, type GraphBuilder, type Value } from "@mlops/onnx";

import type { OnnxPrediction } from "../estimator/define-estimator.ts";

/** The weighted mean of predictions of one kind, by shares that sum to 1. */
export function meanPrediction(predictions: readonly Prediction[], shares: readonly number[]): Prediction {
  const [first] = predictions;
  if (first === undefined) throw new TypeError("there is no prediction");
  if (first.kind === "values") {
    const columns = predictions.map((each) => (each.kind === "values" ? each.values : new Float64Array()));
    return { kind: "values", values: meanOf(columns, shares) };
  }
  return {
    kind: "probabilities",
    classes: first.classes,
    probabilities: first.classes.map((_, code) => {
      const columns = predictions.map((each) =>
        each.kind === "values" ? new Float64Array() : (each.probabilities[code] ?? new Float64Array()),
      );
      // Rounded shares may sum to a little more than 1.
      return meanOf(columns, shares).map((value) => Math.min(value, 1));
    }),
  };
}

/** What `meanPrediction` computes. */
export function meanToOnnx(
  graph: GraphBuilder,
  predictions: readonly OnnxPrediction[],
  shares: readonly number[],
): OnnxPrediction {
  const [first] = predictions;
  if (first === undefined) throw new TypeError("there is no prediction");
  if (first.kind === "values") {
    const columns = predictions.flatMap((each) => (each.kind === "values" ? [each.value] : []));
    return { kind: "values", value: meanNode(graph, columns, shares) };
  }
  return {
    kind: "probabilities",
    probabilities: first.probabilities.map((_, code) => {
      const columns = predictions.flatMap((each) => (each.kind === "values" ? [] : (each.probabilities[code] ?? [])));
      return graph.node("Min", [meanNode(graph, columns, shares), graph.constant("one", doubles([1], []))]);
    }),
  };
}

function meanOf(columns: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, index) => {
    const share = shares[index] ?? 0;
    for (let row = 0; row < sums.length; row++) sums[row] = (sums[row] ?? 0) + share * (column[row] ?? 0);
  });
  return sums;
}

function meanNode(graph: GraphBuilder, columns: readonly Value[], shares: readonly number[]): Value {
  const [first, ...others] = columns.map((column, index) =>
    graph.node("Mul", [column, graph.constant("share", doubles([shares[index] ?? 0], []))]),
  );
  if (first === undefined) throw new TypeError("there is no column");
  return others.reduce((sum, column) => graph.node("Add", [sum, column]), first);
}
