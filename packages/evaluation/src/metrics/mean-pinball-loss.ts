import { assertOption } from "../series/assert-option.ts";
import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

/** R. Koenker & G. Bassett, Regression quantiles, Econometrica 46 (1978): least for the true quantile. */
export default defineRegressionMetric({
  name: "mean_pinball_loss",
  aliases: ["pinball_loss", "pinball"],
  summary: "Loss of a predicted quantile: misses above cost q, misses below 1 − q per unit. Half the MAE at q = 0.5.",
  unit: "target",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: true,
  compute(truth, predicted, { quantile = 0.5, weights }) {
    assertOption(quantile >= 0 && quantile <= 1, "quantile", quantile, "between 0 and 1");
    const term = (y: number, p: number): number => (y >= p ? quantile * (y - p) : (1 - quantile) * (p - y));
    return defined(meanOverPairs(truth, predicted, term, weights), truth.length);
  },
});
