import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

export default defineRegressionMetric({
  name: "rmse",
  aliases: ["root_mean_squared_error"],
  summary: "Root of the mean squared error.",
  unit: "target",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: true,
  compute: (truth, predicted, { weights }) =>
    defined(Math.sqrt(meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2, weights)), truth.length),
});
