import { meanOverPairs, standardDeviation } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";

/** Undefined for fewer than two points and for a truth that hardly moves, where it says nothing about the model. */
export default defineRegressionMetric({
  name: "r2",
  aliases: ["r2_score"],
  summary:
    "Share of the truth's variance that the predictions explain; 1 at best, negative where its mean does better.",
  unit: "none",
  better: "higher",
  compute(truth, predicted, { minimumTruthStd = 0 }) {
    const points = { n: truth.length, excluded: 0 };
    if (truth.length < 2) return { value: null, reason: "fewer-than-two-points", ...points };
    const spread = standardDeviation(truth);
    if (spread === 0 || truth.every((value) => value === truth[0]))
      return { value: null, reason: "truth-constant", ...points };
    if (spread < minimumTruthStd) return { value: null, reason: "truth-std-too-small", ...points };
    return { value: 1 - meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2) / spread ** 2, ...points };
  },
});
