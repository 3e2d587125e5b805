import { classArea } from "../classification/class-areas.ts";
import { pairwiseAuc } from "../classification/pairwise-auc.ts";
import { areaUnderRoc } from "../curves/ranking.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { unitRange } from "./metric-description.ts";

/** The probability that a random row of the class is scored above a random other one, ties counted half. */
export default defineClassificationMetric({
  name: "roc_auc",
  aliases: ["roc_auc_score", "auc"],
  summary: "Area under the ROC curve: how well the probabilities order the rows.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Null: class-missing-from-truths (scikit-learn warns or raises).",
  weighted: true,
  needs: "probabilities",
  variants: {
    roc_auc_ovr: { multiClass: "ovr", average: "macro" },
    roc_auc_ovr_weighted: { multiClass: "ovr", average: "weighted" },
    roc_auc_ovo: { multiClass: "ovo", average: "macro" },
    roc_auc_ovo_weighted: { multiClass: "ovo", average: "weighted" },
  },
  compute(rows, options) {
    const pairwise = options.multiClass === "ovo" && options.average !== "binary" && rows.classes.length > 2;
    if (pairwise) return pairwiseAuc(rows, options);
    return classArea(rows, options, areaUnderRoc, "class-missing-from-truths");
  },
});
