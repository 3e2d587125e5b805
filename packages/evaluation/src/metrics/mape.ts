import { defineRegressionMetric } from "./metric.ts";

/** In percent (scikit-learn's is a fraction). Points without a size to relate the error to are left out and counted. */
export default defineRegressionMetric({
  name: "mape",
  aliases: ["mean_absolute_percentage_error"],
  summary: "Mean absolute error in percent of the truth's size.",
  unit: "percent",
  better: "lower",
  compute(truth, predicted, { minimumTruthSize = 1e-6 }) {
    let sum = 0;
    let n = 0;
    for (const [point, value] of truth.entries()) {
      if (Math.abs(value) < minimumTruthSize || value === 0) continue;
      sum += Math.abs((value - (predicted[point] ?? Number.NaN)) / value);
      n++;
    }
    const excluded = truth.length - n;
    if (n === 0) return { value: null, reason: "all-truths-near-zero", n, excluded };
    return { value: (100 * sum) / n, n, excluded };
  },
});
