import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { fitForest } from "../../trees/forest/fit-forest.ts";
import {
  valueCriterion,
  cutsOption,
  maxFeaturesOption,
  singleTree,
  treeOptions,
} from "../../trees/forest/forest-options.ts";
import type { ForestState } from "../../trees/forest/forest-state.ts";
import { forestToOnnx } from "../../trees/forest/forest-to-onnx.ts";
import { predictForest } from "../../trees/forest/predict-forest.ts";

export const decisionTreeRegressorOptions = z.strictObject({
  ...treeOptions,
  criterion: valueCriterion,
  splitter: cutsOption,
  max_features: maxFeaturesOption(null),
});

export default defineEstimator<typeof decisionTreeRegressorOptions, ForestState>({
  name: "decision-tree-regressor",
  aliases: [],
  summary: "A single tree for numbers; takes missing values and categories.",
  options: decisionTreeRegressorOptions,
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
  fit: (training, options, context) => fitForest(training, { ...singleTree, ...options }, options.splitter, context),
  predict: predictForest,
  toOnnx: forestToOnnx,
  importance: ({ importances }) => ({ kind: "impurity decrease", values: importances.gain }),
});
