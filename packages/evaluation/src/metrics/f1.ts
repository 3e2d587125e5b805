import { averagedRatio, fRatio } from "../classification/averaged-ratio.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "f1",
  aliases: ["f1_score"],
  summary: "Harmonic mean of precision and recall.",
  direction: "maximize",
  range: unitRange,
  degenerate: "Null: class-without-rows-never-predicted (scikit-learn warns and answers 0); 0 where nothing is right.",
  weighted: true,
  needs: "labels",
  variants: {
    f1_binary: { average: "binary" },
    f1_macro: { average: "macro" },
    f1_micro: { average: "micro" },
    f1_weighted: { average: "weighted" },
  },
  compute: (rows, options) => averagedRatio(rows, options, fRatio(1)),
});
