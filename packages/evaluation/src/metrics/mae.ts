import { meanOverPairs } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

export default defineRegressionMetric({
  name: "mae",
  aliases: ["mean_absolute_error"],
  summary: "Mean absolute error.",
  unit: "target",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: true,
  compute: (truth, predicted, { weights }) =>
    defined(
      meanOverPairs(truth, predicted, (y, p) => Math.abs(y - p), weights),
      truth.length,
    ),
});
