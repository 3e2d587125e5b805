import { countClasses } from "../classification/confusion-matrix.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { defined, unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "accuracy",
  aliases: ["accuracy_score"],
  summary: "Share of rows whose class is predicted.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Always defined.",
  weighted: true,
  needs: "labels",
  compute(rows) {
    const { correct, total } = countClasses(rows);
    return defined(correct.reduce((sum, count) => sum + count, 0) / total, rows.truth.length);
  },
});
