import { defineEstimator } from "../../estimator/define-estimator.ts";
import { columnOf, linearScores, linearScoresToOnnx } from "../../estimator/linear-scores.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { elasticNetOptions } from "./elastic-net-options.ts";
import type { ElasticNetState } from "./elastic-net-state.ts";
import { fitElasticNet } from "./fit-elastic-net.ts";

export default defineEstimator<typeof elasticNetOptions, ElasticNetState>({
  name: "elastic-net",
  aliases: [],
  summary:
    "Linear regression that leaves columns out: lasso and elastic net, the penalty given or by cross-validation.",
  options: elasticNetOptions,
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
  fit({ features, target, weights }, options, context) {
    return fitElasticNet({ columns: numericColumns(features), target: valuesOf(target), weights }, options, context);
  },
  predict(features, state) {
    const [values = new Float64Array()] = linearScores(numericColumns(features), scoresOf(state));
    return { kind: "values", values };
  },
  toOnnx: (graph, inputs, state) => ({
    kind: "values",
    value: columnOf(graph, linearScoresToOnnx(graph, inputs, scoresOf(state)), 0),
  }),
});

function scoresOf({ coefficients, intercept }: ElasticNetState) {
  return { coefficients: [coefficients], intercepts: [intercept] };
}
