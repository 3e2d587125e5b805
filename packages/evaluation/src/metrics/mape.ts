import { defineRegressionMetric } from "./metric.ts";
import { fromZero } from "./metric-description.ts";

/** In percent (scikit-learn's is a fraction). Points without a size to relate the error to are left out and counted. */
export default defineRegressionMetric({
  name: "mape",
  aliases: ["mean_absolute_percentage_error"],
  summary: "Mean absolute error in percent of the truth's size.",
  unit: "percent",
  direction: "minimize",
  range: fromZero,
  degenerate: "Null: all-truths-near-zero. Truths near zero are left out, where scikit-learn answers huge numbers.",
  weighted: true,
  compute(truth, predicted, { minimumTruthSize = 1e-6, weights }) {
    let [sum, total, n] = [0, 0, 0];
    for (const [point, value] of truth.entries()) {
      if (Math.abs(value) < minimumTruthSize || value === 0) continue;
      const weight = weights === undefined ? 1 : (weights[point] ?? Number.NaN);
      sum += weight * Math.abs((value - (predicted[point] ?? Number.NaN)) / value);
      total += weight;
      n++;
    }
    const excluded = truth.length - n;
    if (total === 0) return { value: null, reason: "all-truths-near-zero", n, excluded };
    return { value: (100 * sum) / total, n, excluded };
  },
});
