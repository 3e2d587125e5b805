import { averagedRatio, precisionRatio } from "../classification/averaged-ratio.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "precision",
  aliases: ["precision_score"],
  summary: "Share of the rows predicted as a class that are of it.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Null: class-never-predicted (scikit-learn warns and answers 0); 0 for such a class in an average.",
  weighted: true,
  needs: "labels",
  variants: {
    precision_binary: { average: "binary" },
    precision_macro: { average: "macro" },
    precision_micro: { average: "micro" },
    precision_weighted: { average: "weighted" },
  },
  compute: (rows, options) => averagedRatio(rows, options, precisionRatio),
});
