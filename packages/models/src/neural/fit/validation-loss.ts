import type { RowData } from "../training/training-session.ts";

/** The mean loss, each row by its weight, of outputs [rows, width] before any softmax. */
export function meanLoss(outputs: Float32Array, data: RowData, weights: Float64Array): number {
  const { classes, values } = data;
  const width = outputs.length / weights.length;
  let [sum, total] = [0, 0];
  weights.forEach((weight, row) => {
    const scores = outputs.subarray(row * width, (row + 1) * width);
    const loss = classes ? negativeLog(scores, classes[row] ?? 0) : ((scores[0] ?? 0) - (values?.[row] ?? 0)) ** 2;
    sum += weight * loss;
    total += weight;
  });
  return sum / total;
}

function negativeLog(scores: Float32Array, code: number): number {
  const largest = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
  return Math.log(sum) + largest - (scores[code] ?? 0);
}
