import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { columnOf } from "../../estimator/linear-scores.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { kernelOptions } from "../../support-vectors/kernel-options.ts";
import { kernelScores, kernelScoresToOnnx } from "../../support-vectors/kernel-scores.ts";
import { fitSupportValues, type SvrState } from "./fit-svr.ts";

const options = z.strictObject({
  ...kernelOptions,
  epsilon: z.number().min(0).default(0.1).describe("Errors up to this cost nothing, in target units."),
});

export default defineEstimator<typeof options, SvrState>({
  name: "svr",
  aliases: [],
  summary: "Regression by support vectors; standardise columns and target first.",
  options,
  capabilities: {
    tasks: ["regression"],
    classes: null,
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit({ features, target, weights }, chosen, context) {
    return fitSupportValues({ columns: numericColumns(features), target: valuesOf(target), weights }, chosen, context);
  },
  predict(features, state) {
    const [values = new Float64Array()] = kernelScores(numericColumns(features), state);
    return { kind: "values", values };
  },
  toOnnx: (graph, inputs, state) => ({
    kind: "values",
    value: columnOf(graph, kernelScoresToOnnx(graph, inputs, state), 0),
  }),
});
