import { countClasses } from "../classification/confusion-matrix.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { defined } from "./metric-description.ts";

/** J. Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient, Comp. Biol. Chem. 28 (2004). */
export default defineClassificationMetric({
  name: "mcc",
  aliases: ["matthews_corrcoef", "matthews_correlation"],
  summary: "Correlation of true and predicted classes: 1 perfect, 0 as good as chance.",
  direction: "maximize",
  range: { minimum: -1, maximum: 1 },
  degenerate: "0 where truths or predictions are of one class, as in scikit-learn.",
  weighted: true,
  needs: "labels",
  compute(rows) {
    const { correct, actual, predicted, total } = countClasses(rows);
    const square = total ** 2;
    const covariance = correct.reduce((sum, count) => sum + count, 0) * total - dot(actual, predicted);
    const spread = (square - dot(actual, actual)) * (square - dot(predicted, predicted));
    return defined(spread > 0 ? covariance / Math.sqrt(spread) : 0, rows.truth.length);
  },
});

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, code) => sum + value * (b[code] ?? 0), 0);
}
