import { defineIntervalMetric } from "./interval-metric.ts";
import { defined, unitRange } from "./metric-description.ts";

/** Both ends count as inside. More is not better beyond the level that was asked for: compare it with that. */
export default defineIntervalMetric({
  name: "interval_coverage",
  aliases: ["coverage"],
  summary: "Share of truths inside their predicted interval, ends included; to be compared with the interval's level.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Always defined; an interval whose ends are crossed covers nothing.",
  weighted: true,
  compute(truth, { lower, upper }, weights) {
    let [inside, total] = [0, 0];
    for (const [point, value] of truth.entries()) {
      const weight = weights === undefined ? 1 : (weights[point] ?? 0);
      total += weight;
      if (value >= (lower[point] ?? Number.NaN) && value <= (upper[point] ?? Number.NaN)) inside += weight;
    }
    return defined(inside / total, truth.length);
  },
});
