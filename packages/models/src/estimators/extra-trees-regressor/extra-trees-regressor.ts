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

export const extraTreesRegressorOptions = z.strictObject({
  ...forestOptions,
  criterion: valueCriterion,
  max_features: maxFeaturesOption(1),
  bootstrap: bootstrapOption(false),
});

export default defineEstimator<typeof extraTreesRegressorOptions, ForestState>({
  name: "extra-trees-regressor",
  aliases: [],
  summary: "Forest of trees whose cuts are drawn at random, for numbers; takes missing values and categories.",
  options: extraTreesRegressorOptions,
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
  fit: (training, options, context) => fitForest(training, options, "random", context),
  predict: predictForest,
  toOnnx: forestToOnnx,
  importance: ({ importances }) => ({ kind: "impurity decrease", values: importances.gain }),
});
