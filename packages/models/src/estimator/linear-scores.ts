import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "./define-estimator.ts";
import { featureTable } from "./feature-table.ts";

/** Weighted sums of the features: one list of coefficients, in the order of the features, and one intercept per score. */
export interface LinearScores {
  readonly coefficients: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
}

/** One column per score. */
export function linearScores(
  columns: readonly Float64Array[],
  { coefficients, intercepts }: LinearScores,
): Float64Array[] {
  return coefficients.map((own, score) => {
    const sums = new Float64Array(columns[0]?.length ?? 0).fill(intercepts[score] ?? 0);
    columns.forEach((column, index) => {
      const coefficient = own[index] ?? 0;
      for (let row = 0; row < column.length; row++) sums[row] = (sums[row] ?? 0) + coefficient * (column[row] ?? 0);
    });
    return sums;
  });
}

/** A double matrix [rows, scores]. */
export function linearScoresToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: LinearScores): Value {
  const { coefficients, intercepts } = state;
  const byFeature = inputs.flatMap((_, index) => coefficients.map((score) => score[index] ?? 0));
  const weights = graph.constant("coefficients", doubles(byFeature, [inputs.length, coefficients.length]));
  const product = graph.node("MatMul", [featureTable(graph, inputs), weights]);
  return graph.node("Add", [product, graph.constant("intercepts", doubles(intercepts, [1, intercepts.length]))]);
}

/** One column of a matrix as a rank-1 value. */
export function columnOf(graph: GraphBuilder, table: Value, index: number): Value {
  const position = graph.constant("column", int64s([index], []));
  return graph.node("Gather", [table, position], { attributes: { axis: { int: 1 } } });
}
