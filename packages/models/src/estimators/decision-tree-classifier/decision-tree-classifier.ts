import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { defineEstimator } from "../../estimator/define-estimator.ts";
import { fitForest } from "../../trees/forest/fit-forest.ts";
import {
  classCriterion,
  cutsOption,
  maxFeaturesOption,
  singleTree,
  treeOptions,
} from "../../trees/forest/forest-options.ts";
import type { ForestState } from "../../trees/forest/forest-state.ts";
import { forestToOnnx } from "../../trees/forest/forest-to-onnx.ts";
import { predictForest } from "../../trees/forest/predict-forest.ts";

export const decisionTreeClassifierOptions = z.strictObject({
  ...treeOptions,
  criterion: classCriterion,
  splitter: cutsOption,
  max_features: maxFeaturesOption(null),
  class_weight: classWeightOption,
});

export default defineEstimator<typeof decisionTreeClassifierOptions, ForestState>({
  name: "decision-tree-classifier",
  aliases: [],
  summary: "A single tree for two or more classes; takes missing values and categories.",
  options: decisionTreeClassifierOptions,
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
  fit: (training, options, context) => fitForest(training, { ...singleTree, ...options }, options.splitter, context),
  predict: predictForest,
  toOnnx: forestToOnnx,
  importance: ({ importances }) => ({ kind: "impurity decrease", values: importances.gain }),
});
