import { defineEstimator } from "../../estimator/define-estimator.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { classesOf } from "../../estimator/target-of.ts";
import { kernelScores, kernelScoresToOnnx } from "../../support-vectors/kernel-scores.ts";
import { fitSupportClasses } from "./fit-svc.ts";
import { pairProbabilities, pairProbabilitiesToOnnx } from "./pair-probabilities.ts";
import { svcOptions } from "./svc-options.ts";
import type { SvcState } from "./svc-state.ts";

export default defineEstimator<typeof svcOptions, SvcState>({
  name: "svc",
  aliases: [],
  summary: "Classification by support vectors, one machine for each pair of classes; standardise the columns first.",
  options: svcOptions,
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
    return fitSupportClasses(
      { columns: numericColumns(features), target: classesOf(target), weights },
      options,
      context,
    );
  },
  predict: (features, state) => ({
    kind: "probabilities",
    classes: state.classes,
    probabilities: pairProbabilities(kernelScores(numericColumns(features), state), state),
  }),
  toOnnx: (graph, inputs, state) => ({
    kind: "probabilities",
    probabilities: pairProbabilitiesToOnnx(graph, kernelScoresToOnnx(graph, inputs, state), state),
  }),
});
