import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";

export default defineRegressionMetric({
  name: "rmse",
  aliases: ["root_mean_squared_error"],
  summary: "Root of the mean squared error.",
  unit: "target",
  better: "lower",
  compute: (truth, predicted) => ({
    value: Math.sqrt(meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2)),
    n: truth.length,
    excluded: 0,
  }),
});
