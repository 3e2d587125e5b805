import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { defineEstimator } from "../../estimator/define-estimator.ts";
import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import type { BoostingState } from "../../trees/boosting/boosting-state.ts";
import { boostingToOnnx } from "../../trees/boosting/boosting-to-onnx.ts";
import { fitBoostingClassifier } from "../../trees/boosting/fit-boosting.ts";
import { predictBoosting } from "../../trees/boosting/predict-boosting.ts";

const options = z.strictObject({
  ...boostingOptions,
  class_weight: classWeightOption,
  scale_pos_weight: z
    .number()
    .positive()
    .default(1)
    .describe("Of two classes: what the weights of the second are multiplied by."),
});

export default defineEstimator<typeof options, BoostingState>({
  name: "gradient-boosting-classifier",
  aliases: [],
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
  importance: ({ importances }) => ({ kind: "gain", values: importances.gain }),
});
