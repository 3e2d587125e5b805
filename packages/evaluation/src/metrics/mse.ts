import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";

export default defineRegressionMetric({
  name: "mse",
  aliases: ["mean_squared_error"],
  summary: "Mean squared error.",
  unit: "target-squared",
  better: "lower",
  compute: (truth, predicted) => ({
    value: meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2),
    n: truth.length,
    excluded: 0,
  }),
});
