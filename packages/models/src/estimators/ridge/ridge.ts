import { defineEstimator } from "../../estimator/define-estimator.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { fitRidge } from "./fit-ridge.ts";
import { predictRidge } from "./predict-ridge.ts";
import { ridgeOptions } from "./ridge-options.ts";
import type { RidgeState } from "./ridge-state.ts";
import { ridgeToOnnx } from "./ridge-to-onnx.ts";

export default defineEstimator<typeof ridgeOptions, RidgeState>({
  name: "ridge",
  aliases: ["mlops.ridge"],
  summary: "Ridge regression in closed form; the penalty by cross-validation in order of time.",
  options: ridgeOptions,
  capabilities: {
    tasks: ["regression"],
    classes: null,
    multiTarget: false,
    missingValues: true,
    categories: false,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit({ features, target, weights }, options, context) {
    const problem = {
      names: features.map(({ name }) => name),
      columns: numericColumns(features),
      target: valuesOf(target),
      weights,
    };
    return fitRidge(problem, options, (done, total) => context.progress(done, total));
  },
  predict: (features, state) => ({ kind: "values", values: predictRidge(numericColumns(features), state) }),
  importance: ({ coefficients }) => ({
    kind: "absolute coefficient per scale of the column",
    values: coefficients.map(Math.abs),
  }),
  toOnnx: (graph, inputs, state) => ({ kind: "values", value: ridgeToOnnx(graph, inputs, state) }),
});
