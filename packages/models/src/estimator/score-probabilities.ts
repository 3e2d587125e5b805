import type { GraphBuilder, Value } from "@mlops/onnx";

import { columnOf } from "./linear-scores.ts";

/** One column per class: the softmax of the scores, or of two classes the logistic function of the one score. */
export function scoreProbabilities(scores: readonly Float64Array[]): Float64Array[] {
  const [only] = scores;
  if (scores.length === 1 && only) return [only.map((score) => logistic(-score)), only.map(logistic)];
  return softmax(scores);
}

/** What `scoreProbabilities` computes, from a matrix [rows, `count`]. */
export function scoreProbabilitiesToOnnx(graph: GraphBuilder, scores: Value, count: number): Value[] {
  if (count === 1) {
    const score = columnOf(graph, scores, 0);
    return [graph.node("Sigmoid", [graph.node("Neg", [score])]), graph.node("Sigmoid", [score])];
  }
  const probabilities = graph.node("Softmax", [scores], { attributes: { axis: { int: 1 } } });
  return Array.from({ length: count }, (_, index) => columnOf(graph, probabilities, index));
}

export function logistic(score: number): number {
  const size = Math.exp(-Math.abs(score));
  return (score >= 0 ? 1 : size) / (1 + size);
}

/** One column per score; each row sums to 1. */
export function softmax(scores: readonly Float64Array[]): Float64Array[] {
  const largest = (scores[0] ?? new Float64Array()).map((_, row) =>
    Math.max(...scores.map((score) => score[row] ?? 0)),
  );
  const sizes = scores.map((score) => score.map((value, row) => Math.exp(value - (largest[row] ?? 0))));
  const totals = largest.map((_, row) => sizes.reduce((sum, size) => sum + (size[row] ?? 0), 0));
  return sizes.map((size) => size.map((value, row) => value / (totals[row] ?? 1)));
}
