import { defineClassificationMetric } from "./classification-metric.ts";
import { defined, fromZero } from "./metric-description.ts";

/** Probabilities are held 2⁻⁵² away from 0 and 1, as in scikit-learn, so that one certain mistake is not infinite. */
export default defineClassificationMetric({
  name: "log_loss",
  aliases: ["cross_entropy"],
  summary: "Mean negative log of the probability given to the true class, in nats.",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined, for truths of one class too (scikit-learn: where its labels are given).",
  weighted: true,
  needs: "probabilities",
  compute({ truth, probabilities = [], weights }) {
    let [sum, total] = [0, 0];
    for (let row = 0; row < truth.length; row++) {
      const weight = weights === undefined ? 1 : (weights[row] ?? 0);
      const probability = probabilities[truth[row] ?? 0]?.[row] ?? Number.NaN;
      sum -= weight * Math.log(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON));
      total += weight;
    }
    return defined(sum / total, truth.length);
  },
});
