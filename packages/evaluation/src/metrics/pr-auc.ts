import { classArea } from "../classification/class-areas.ts";
import { averagePrecision } from "../curves/ranking.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { unitRange } from "./metric-description.ts";

/** Average precision: not interpolated between thresholds, which would flatter. */
export default defineClassificationMetric({
  name: "pr_auc",
  aliases: ["average_precision", "average_precision_score"],
  summary: "Average precision: area under the precision-recall curve as steps.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Null: class-missing-from-truths (scikit-learn warns and answers 0).",
  weighted: true,
  needs: "probabilities",
  variants: {
    pr_auc_macro: { average: "macro" },
    pr_auc_micro: { average: "micro" },
    pr_auc_weighted: { average: "weighted" },
  },
  compute: (rows, options) => classArea(rows, options, averagePrecision, "class-missing-from-truths"),
});
