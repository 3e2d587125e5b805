import { averagedRatio, recallRatio } from "../classification/averaged-ratio.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "recall",
  aliases: ["recall_score"],
  summary: "Share of the rows of a class that are predicted as it.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Null: class-without-rows (scikit-learn warns and answers 0); 0 for such a class in an average.",
  weighted: true,
  needs: "labels",
  variants: {
    recall_binary: { average: "binary" },
    recall_macro: { average: "macro" },
    recall_micro: { average: "micro" },
    recall_weighted: { average: "weighted" },
  },
  compute: (rows, options) => averagedRatio(rows, options, recallRatio),
});
