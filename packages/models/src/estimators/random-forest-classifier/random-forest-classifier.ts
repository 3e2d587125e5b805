import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { defineEstimator } from "../../estimator/define-estimator.ts";
import { fitForest } from "../../trees/forest/fit-forest.ts";
import {
  bootstrapOption,
  classCriterion,
  forestOptions,
  maxFeaturesOption,
} from "../../trees/forest/forest-options.ts";
import type { ForestState } from "../../trees/forest/forest-state.ts";
import { forestToOnnx } from "../../trees/forest/forest-to-onnx.ts";
import { predictForest } from "../../trees/forest/predict-forest.ts";

export const randomForestClassifierOptions = z.strictObject({
  ...forestOptions,
  criterion: classCriterion,
  max_features: maxFeaturesOption("sqrt"),
  bootstrap: bootstrapOption(true),
  class_weight: classWeightOption,
});

export default defineEstimator<typeof randomForestClassifierOptions, ForestState>({
  name: "random-forest-classifier",
  aliases: [],
  summary:
    "Forest of trees on rows drawn with repetition, for two or more classes; takes missing values and categories.",
  options: randomForestClassifierOptions,
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
  fit: (training, options, context) => fitForest(training, options, "best", context),
  predict: predictForest,
  toOnnx: forestToOnnx,
  importance: ({ importances }) => ({ kind: "impurity decrease", values: importances.gain }),
});
