import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";

export default defineRegressionMetric({
  name: "mae",
  aliases: ["mean_absolute_error"],
  summary: "Mean absolute error.",
  unit: "target",
  better: "lower",
  compute: (truth, predicted) => ({
    value: meanOverPairs(truth, predicted, (y, p) => Math.abs(y - p)),
    n: truth.length,
    excluded: 0,
  }),
});
