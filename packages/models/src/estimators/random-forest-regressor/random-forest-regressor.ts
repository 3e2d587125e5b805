import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { fitForest } from "../../trees/forest/fit-forest.ts";
import {
  bootstrapOption,
  valueCriterion,
  forestOptions,
  maxFeaturesOption,
} from "../../trees/forest/forest-options.ts";
import type { ForestState } from "../../trees/forest/forest-state.ts";
import { forestToOnnx } from "../../trees/forest/forest-to-onnx.ts";
import { predictForest } from "../../trees/forest/predict-forest.ts";

export const randomForestRegressorOptions = z.strictObject({
  ...forestOptions,
  criterion: valueCriterion,
  max_features: maxFeaturesOption(1),
  bootstrap: bootstrapOption(true),
});

export default defineEstimator<typeof randomForestRegressorOptions, ForestState>({
  name: "random-forest-regressor",
  aliases: [],
  summary: "Forest of trees on rows drawn with repetition, for numbers; takes missing values and categories.",
  options: randomForestRegressorOptions,
  capabilities: {
    tasks: ["regression"],
    classes: null,
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit: (training, options, context) => fitForest(training, options, "best", context),
  predict: predictForest,
  toOnnx: forestToOnnx,
  importance: ({ importances }) => ({ kind: "impurity decrease", values: importances.gain }),
});
