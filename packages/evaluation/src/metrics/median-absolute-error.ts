import { descendingOrder } from "../series/descending-order.ts";
import type { Series } from "../series/pairs.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, fromZero } from "./metric-description.ts";

/** With weights the median is where half of the weight lies on either side (averaged inverted distribution function). */
export default defineRegressionMetric({
  name: "median_absolute_error",
  aliases: ["median_ae", "medae"],
  summary: "Median of the absolute errors; a few large ones do not move it.",
  unit: "target",
  direction: "minimize",
  range: fromZero,
  degenerate: "Always defined.",
  weighted: true,
  compute(truth, predicted, { weights }) {
    const errors = new Float64Array(truth.length);
    for (let point = 0; point < errors.length; point++) {
      errors[point] = Math.abs((truth[point] ?? Number.NaN) - (predicted[point] ?? Number.NaN));
    }
    return defined(weights === undefined ? median(errors) : weightedMedian(errors, weights), truth.length);
  },
});

function median(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] ?? Number.NaN;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? Number.NaN) + upper) / 2;
}

function weightedMedian(values: Float64Array, weights: Series): number {
  const weightAt = (position: number): number => weights[position] ?? 0;
  const order = descendingOrder(values)
    .toReversed()
    .filter((position) => weightAt(position) > 0);
  let half = 0;
  for (const position of order) half += weightAt(position);
  half /= 2;
  let below = 0;
  for (const [rank, position] of order.entries()) {
    below += weightAt(position);
    if (below < half) continue;
    const value = values[position] ?? Number.NaN;
    if (below - half > Number.EPSILON) return value;
    return (value + (values[order[rank + 1] ?? position] ?? Number.NaN)) / 2;
  }
  return Number.NaN;
}
