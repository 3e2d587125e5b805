import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined } from "./metric-description.ts";

/**
 * In percent, 0 … 200: the error related to the mean size of truth and prediction. A point where both are 0 is no error.
 *
 * S. Makridakis & M. Hibon, The M3-Competition, International Journal of Forecasting 16 (2000), appendix A.
 */
export default defineRegressionMetric({
  name: "smape",
  aliases: ["symmetric_mean_absolute_percentage_error"],
  summary: "Mean absolute error in percent of the mean size of truth and prediction.",
  unit: "percent",
  direction: "minimize",
  range: { minimum: 0, maximum: 200 },
  degenerate: "Always defined: a point where truth and prediction are 0 counts as no error.",
  weighted: true,
  compute: (truth, predicted, { weights }) =>
    defined(100 * meanOverPairs(truth, predicted, term, weights), truth.length),
});

function term(truth: number, predicted: number): number {
  const size = Math.abs(truth) + Math.abs(predicted);
  return size === 0 ? 0 : (2 * Math.abs(truth - predicted)) / size;
}
