import { defineClassificationMetric } from "./classification-metric.ts";
import { defined } from "./metric-description.ts";

/**
 * For two classes the mean squared error of the positive one's probability, in 0 … 1; for more the sum over the classes, in
 * 0 … 2 (G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950).
 */
export default defineClassificationMetric({
  name: "calibration_brier",
  aliases: ["brier", "brier_score", "brier_score_loss"],
  summary: "Mean squared error of the probabilities.",
  direction: "minimize",
  range: { minimum: 0, maximum: 2 },
  degenerate: "Always defined.",
  weighted: true,
  needs: "probabilities",
  compute({ truth, probabilities = [], weights }) {
    let [sum, total] = [0, 0];
    for (let row = 0; row < truth.length; row++) {
      const weight = weights === undefined ? 1 : (weights[row] ?? 0);
      total += weight;
      for (let code = 0; code < probabilities.length; code++) {
        const target = truth[row] === code ? 1 : 0;
        sum += weight * (target - (probabilities[code]?.[row] ?? Number.NaN)) ** 2;
      }
    }
    return defined(sum / total / (probabilities.length === 2 ? 2 : 1), truth.length);
  },
});
