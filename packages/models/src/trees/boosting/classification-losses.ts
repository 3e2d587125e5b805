import type { Loss } from "./loss.ts";
import { weightedMean } from "./loss.ts";

/** Kernel for pairs of the logistic loss without weights, over scores and labels at places known to the caller. */
export type LogisticPairs = () => void;

/** Of two classes: the score is the log-odds of the second. `pairs` writes gradients without weights. */
export function logisticLoss(writeUnweighted: LogisticPairs): Loss {
  return {
    outputs: 1,
    start(target, weights) {
      const share = weightedMean(target.length, weights, (row) => target[row] ?? 0);
      return [Math.log(share / (1 - share))];
    },
    gradients({ rows, weights }, _output, pairs) {
      writeUnweighted();
      if (weights === null) return;
      for (let row = 0; row < rows; row++) {
        const weight = weights[row] ?? 0;
        pairs[2 * row] = (pairs[2 * row] ?? 0) * weight;
        pairs[2 * row + 1] = (pairs[2 * row + 1] ?? 0) * weight;
      }
    },
    mean: ({ rows, target, weights, scores }) =>
      weightedMean(rows, weights, (row) => {
        const score = scores[row] ?? 0;
        // log(1 + e^s) − y s, without overflow.
        return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (target[row] ?? 0) * score;
      }),
  };
}

/** Of more classes: one score per class, their exponentials in proportion to the probabilities. */
export function softmaxLoss(classes: number): Loss {
  let probabilities = new Float32Array(0);
  return {
    outputs: classes,
    start(target, weights) {
      const shares = Array.from({ length: classes }, (_, code) =>
        weightedMean(target.length, weights, (row) => (target[row] === code ? 1 : 0)),
      );
      return shares.map((share) => Math.log(share));
    },
    prepare({ rows, scores }) {
      if (probabilities.length !== rows * classes) probabilities = new Float32Array(rows * classes);
      softmax(scores, rows, classes, probabilities);
    },
    gradients({ rows, target, weights }, output, pairs) {
      for (let row = 0; row < rows; row++) {
        const p = probabilities[output * rows + row] ?? 0;
        const weight = weights === null ? 1 : (weights[row] ?? 0);
        pairs[2 * row] = (p - (target[row] === output ? 1 : 0)) * weight;
        pairs[2 * row + 1] = p * (1 - p) * weight;
      }
    },
    mean: ({ rows, target, weights, scores }) =>
      weightedMean(rows, weights, (row) => {
        let largest = -Infinity;
        for (let code = 0; code < classes; code++) largest = Math.max(largest, scores[code * rows + row] ?? 0);
        let sum = 0;
        for (let code = 0; code < classes; code++) sum += Math.exp((scores[code * rows + row] ?? 0) - largest);
        return largest + Math.log(sum) - (scores[(target[row] ?? 0) * rows + row] ?? 0);
      }),
  };
}

function softmax(scores: Float32Array, rows: number, classes: number, into: Float32Array): void {
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    for (let at = row; at < classes * rows; at += rows) largest = Math.max(largest, scores[at] ?? 0);
    let sum = 0;
    for (let at = row; at < classes * rows; at += rows) {
      const power = Math.exp((scores[at] ?? 0) - largest);
      into[at] = power;
      sum += power;
    }
    for (let at = row; at < classes * rows; at += rows) into[at] = (into[at] ?? 0) / sum;
  }
}
