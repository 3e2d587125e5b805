import { type Loss, type LossRows, weightedMean, writePairs } from "./loss.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

export type RegressionLossName = "squared_error" | "absolute_error" | "huber" | "quantile" | "poisson";

export interface RegressionLossSettings {
  readonly name: RegressionLossName;
  /** Of `quantile`: which one, in (0, 1). */
  readonly quantile: number;
  /** Of `huber`: where the loss turns from a square to a line, in units of the target; null for a quantile. */
  readonly delta: number | null;
  /** Of `huber` without `delta`: that quantile of the absolute residuals, anew in each round. */
  readonly deltaQuantile: number;
}

export function regressionLoss(settings: RegressionLossSettings): Loss {
  switch (settings.name) {
    case "squared_error":
      return squaredLoss;
    case "absolute_error":
      return quantileLoss(0.5);
    case "quantile":
      return quantileLoss(settings.quantile);
    case "huber":
      return huberLoss(settings);
    case "poisson":
      return poissonLoss;
  }
}

const residual = ({ target, scores }: LossRows, row: number): number => (target[row] ?? 0) - (scores[row] ?? 0);

const squaredLoss: Loss = {
  outputs: 1,
  start: (target, weights) => [weightedMean(target.length, weights, (row) => target[row] ?? 0)],
  gradients: (part, _output, pairs) =>
    writePairs(
      part,
      pairs,
      (row) => -residual(part, row),
      () => 1,
    ),
  mean: (part) => weightedMean(part.rows, part.weights, (row) => residual(part, row) ** 2 / 2),
};

function quantileLoss(quantile: number): Loss {
  return {
    outputs: 1,
    start: (target, weights) => [weightedQuantile(target, weights, quantile)],
    gradients: (part, _output, pairs) =>
      writePairs(
        part,
        pairs,
        (row) => (residual(part, row) > 0 ? -quantile : 1 - quantile),
        () => 1,
      ),
    mean: (part) =>
      weightedMean(part.rows, part.weights, (row) => {
        const difference = residual(part, row);
        return difference * (difference > 0 ? quantile : quantile - 1);
      }),
    leafQuantile: quantile,
  };
}

function huberLoss({ delta, deltaQuantile }: RegressionLossSettings): Loss {
  let turn = delta ?? Infinity;
  return {
    outputs: 1,
    start: (target, weights) => [weightedQuantile(target, weights, 0.5)],
    prepare(part) {
      if (delta !== null) return;
      const sizes = Float64Array.from({ length: part.rows }, (_, row) => Math.abs(residual(part, row)));
      turn = weightedQuantile(sizes, part.weights, deltaQuantile);
    },
    gradients: (part, _output, pairs) =>
      writePairs(
        part,
        pairs,
        (row) => -Math.min(Math.max(residual(part, row), -turn), turn),
        () => 1,
      ),
    mean: (part) =>
      weightedMean(part.rows, part.weights, (row) => {
        const size = Math.abs(residual(part, row));
        return size <= turn ? size ** 2 / 2 : turn * (size - turn / 2);
      }),
  };
}

/** Of counts and rates: the score is the logarithm of the mean. */
const poissonLoss: Loss = {
  outputs: 1,
  start: (target, weights) => [Math.log(weightedMean(target.length, weights, (row) => target[row] ?? 0))],
  gradients: (part, _output, pairs) =>
    writePairs(
      part,
      pairs,
      (row) => Math.exp(part.scores[row] ?? 0) - (part.target[row] ?? 0),
      (row) => Math.exp(part.scores[row] ?? 0),
    ),
  mean: (part) =>
    weightedMean(part.rows, part.weights, (row) => {
      const score = part.scores[row] ?? 0;
      return Math.exp(score) - (part.target[row] ?? 0) * score;
    }),
};
