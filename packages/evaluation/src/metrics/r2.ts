import { meanOverPairs, standardDeviation } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, notDefined } from "./metric-description.ts";

/** Undefined for fewer than two points and for a truth that hardly moves, where it says nothing about the model. */
export default defineRegressionMetric({
  name: "r2",
  aliases: ["r2_score"],
  summary:
    "Share of the truth's variance that the predictions explain; 1 at best, negative where its mean does better.",
  unit: "none",
  direction: "maximize",
  range: { minimum: null, maximum: 1 },
  degenerate:
    "Null: fewer-than-two-points, truth-constant (scikit-learn answers 0 or 1 there), truth-std-too-small (by option).",
  weighted: true,
  compute(truth, predicted, { minimumTruthStd = 0, weights }) {
    if (truth.length < 2) return notDefined("fewer-than-two-points", truth.length);
    const spread = standardDeviation(truth, weights);
    if (spread === 0 || truth.every((value) => value === truth[0])) return notDefined("truth-constant", truth.length);
    if (spread < minimumTruthStd) return notDefined("truth-std-too-small", truth.length);
    const unexplained = meanOverPairs(truth, predicted, (y, p) => (y - p) ** 2, weights);
    return defined(1 - unexplained / spread ** 2, truth.length);
  },
});
