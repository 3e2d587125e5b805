import { MlopsError } from "@mlops/core";
import { z } from "zod";

import { constantColumn } from "../../estimator/constant-column.ts";
import { defineEstimator } from "../../estimator/define-estimator.ts";
import { rowsOf } from "../../estimator/rows-of.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { quantile } from "./quantile.ts";

const options = z.strictObject({
  strategy: z
    .enum(["mean", "median", "quantile", "constant"])
    .default("mean")
    .describe("What is predicted for every row."),
  quantile: z.number().min(0).max(1).nullable().default(null).describe("Of the strategy `quantile`: which one."),
  constant: z.number().nullable().default(null).describe("Of the strategy `constant`: the value, in target units."),
});

/** The one value, in target units. */
interface ConstantState {
  readonly value: number;
}

export default defineEstimator<typeof options, ConstantState>({
  name: "dummy-regressor",
  aliases: [],
  summary: "A baseline that predicts one value: the mean, the median, a quantile or a constant.",
  options,
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
  fit({ target, weights }, chosen, context) {
    const value = constantOf(valuesOf(target), weights, chosen);
    context.progress(1, 1);
    return { value };
  },
  predict: (features, { value }) => ({ kind: "values", values: new Float64Array(rowsOf(features)).fill(value) }),
  toOnnx: (graph, inputs, { value }) => ({ kind: "values", value: constantColumn(graph, inputs, value) }),
});

function constantOf(
  values: Float64Array,
  weights: Float64Array | undefined,
  { strategy, quantile: level, constant }: z.output<typeof options>,
): number {
  switch (strategy) {
    case "mean":
      return mean(values, weights);
    case "median":
      return quantile(values, 0.5, weights);
    case "quantile":
      return quantile(values, given(level, "quantile"), weights);
    case "constant":
      return given(constant, "constant");
  }
}

function mean(values: Float64Array, weights: Float64Array | undefined): number {
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  const total = values.reduce((sum, _, row) => sum + weightOf(row), 0);
  return values.reduce((sum, value, row) => sum + value * (weightOf(row) / total), 0);
}

function given(value: number | null, parameter: string): number {
  if (value !== null) return value;
  throw new MlopsError(
    "ESTIMATOR_OPTION_INVALID",
    `dummy-regressor: the strategy "${parameter}" needs "${parameter}".`,
  );
}
