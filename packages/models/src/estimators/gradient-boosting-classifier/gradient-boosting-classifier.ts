import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import type { BoostingState } from "../../trees/boosting/boosting-state.ts";
import { boostingToOnnx } from "../../trees/boosting/boosting-to-onnx.ts";
import { fitBoostingClassifier } from "../../trees/boosting/fit-boosting.ts";
import { predictBoosting } from "../../trees/boosting/predict-boosting.ts";

const options = z.strictObject({
  ...boostingOptions,
  class_weight: z
    .union([z.literal("balanced"), z.record(z.string(), z.number().min(0))])
    .nullable()
    .default(null)
    .describe("Weights of the classes by label; `balanced` is rows / (classes · rows of the class)."),
});

export default defineEstimator<typeof options, BoostingState>({
  name: "gradient-boosting-classifier",
  aliases: ["sklearn.ensemble.HistGradientBoostingClassifier"],
  summary: "Gradient boosted trees over histograms for two or more classes; takes missing values and categories.",
  options,
  capabilities: {
    tasks: ["classification"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: true,
    fineTuning: false,
  },
  fit: fitBoostingClassifier,
  predict: predictBoosting,
  toOnnx: boostingToOnnx,
});
