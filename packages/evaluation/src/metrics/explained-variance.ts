import { meanOverPairs, standardDeviation } from "../series/moments.ts";
import { defineRegressionMetric } from "./metric.ts";
import { defined, notDefined } from "./metric-description.ts";

export default defineRegressionMetric({
  name: "explained_variance",
  aliases: ["explained_variance_score"],
  summary: "Like R², but a constant bias of the predictions costs nothing.",
  unit: "none",
  direction: "maximize",
  range: { minimum: null, maximum: 1 },
  degenerate: "Null: fewer-than-two-points, truth-constant (scikit-learn answers 0 or 1 there), as R².",
  weighted: true,
  compute(truth, predicted, { weights }) {
    if (truth.length < 2) return notDefined("fewer-than-two-points", truth.length);
    const spread = standardDeviation(truth, weights);
    if (spread === 0 || truth.every((value) => value === truth[0])) return notDefined("truth-constant", truth.length);
    const bias = meanOverPairs(truth, predicted, (y, p) => y - p, weights);
    const unexplained = meanOverPairs(truth, predicted, (y, p) => (y - p - bias) ** 2, weights);
    return defined(1 - unexplained / spread ** 2, truth.length);
  },
});
