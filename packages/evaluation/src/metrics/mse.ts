import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

export default defineRegressionMetric({
  name: "mse",
  aliases: ["mean_squared_error"],
  summary: "Mean squared error.",
  unit: "target-squared",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: true,
  compute: (truth, predicted, { weights }) =>
    defined(
      meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2, weights),
      truth.length,
    ),
});
