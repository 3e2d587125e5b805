import type { LogisticState } from "./logistic-state.ts";

/** One column per class: the softmax of the scores, or of two classes the logistic function of the one score. */
export function predictLogistic(columns: readonly Float64Array[], state: LogisticState): Float64Array[] {
  const scores = state.coefficients.map((coefficients, score) => {
    const sums = new Float64Array(columns[0]?.length ?? 0).fill(state.intercepts[score] ?? 0);
    columns.forEach((column, index) => {
      const coefficient = coefficients[index] ?? 0;
      for (let row = 0; row < column.length; row++) sums[row] = (sums[row] ?? 0) + coefficient * (column[row] ?? 0);
    });
    return sums;
  });
  const [only] = scores;
  if (scores.length === 1 && only) return [only.map((score) => logistic(-score)), only.map(logistic)];
  return softmax(scores);
}

function logistic(score: number): number {
  const size = Math.exp(-Math.abs(score));
  return (score >= 0 ? 1 : size) / (1 + size);
}

function softmax(scores: readonly Float64Array[]): Float64Array[] {
  const largest = (scores[0] ?? new Float64Array()).map((_, row) =>
    Math.max(...scores.map((score) => score[row] ?? 0)),
  );
  const sizes = scores.map((score) => score.map((value, row) => Math.exp(value - (largest[row] ?? 0))));
  const totals = largest.map((_, row) => sizes.reduce((sum, size) => sum + (size[row] ?? 0), 0));
  return sizes.map((size) => size.map((value, row) => value / (totals[row] ?? 1)));
}
