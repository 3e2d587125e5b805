import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

export default defineRegressionMetric({
  name: "max_error",
  aliases: [],
  summary: "The largest absolute error.",
  unit: "target",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: false,
  compute(truth, predicted) {
    let largest = 0;
    for (const [point, value] of truth.entries()) {
      largest = Math.max(largest, Math.abs(value - (predicted[point] ?? Number.NaN)));
    }
    return defined(largest, truth.length);
  },
});
