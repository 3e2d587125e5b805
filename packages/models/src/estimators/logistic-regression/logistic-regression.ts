import { defineEstimator } from "../../estimator/define-estimator.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { classesOf } from "../../estimator/target-of.ts";
import { fitLogistic } from "./fit-logistic.ts";
import { logisticOptions } from "./logistic-options.ts";
import type { LogisticState } from "./logistic-state.ts";
import { logisticToOnnx } from "./logistic-to-onnx.ts";
import { predictLogistic } from "./predict-logistic.ts";

export default defineEstimator<typeof logisticOptions, LogisticState>({
  name: "logistic-regression",
  aliases: [],
  summary: "Logistic regression of two or more classes, with an L2, L1 or elastic-net penalty or none.",
  options: logisticOptions,
  capabilities: {
    tasks: ["classification"],
    classes: "many",
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: true,
    classWeights: true,
    fineTuning: false,
  },
  fit({ features, target, weights }, options, context) {
    return fitLogistic({ columns: numericColumns(features), target: classesOf(target), weights }, options, context);
  },
  predict: (features, state) => ({
    kind: "probabilities",
    classes: state.classes,
    probabilities: predictLogistic(numericColumns(features), state),
  }),
  importance: ({ coefficients }) => ({
    kind: "absolute coefficient",
    values: (coefficients[0] ?? []).map((_, feature) =>
      coefficients.reduce((sum, row) => sum + Math.abs(row[feature] ?? 0) / coefficients.length, 0),
    ),
  }),
  toOnnx: (graph, inputs, state) => ({ kind: "probabilities", probabilities: logisticToOnnx(graph, inputs, state) }),
});
