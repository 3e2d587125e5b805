import { countClasses } from "../classification/confusion-matrix.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { defined, unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "balanced_accuracy",
  aliases: ["balanced_accuracy_score"],
  summary: "Mean recall of the classes: each counts the same, however rare.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Always defined: classes without true rows are left out, as in scikit-learn.",
  weighted: true,
  needs: "labels",
  compute(rows) {
    const { correct, actual } = countClasses(rows);
    const recalls = [...actual].flatMap((count, code) => (count > 0 ? [(correct[code] ?? 0) / count] : []));
    return defined(recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length, rows.truth.length);
  },
});
