import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { boostingOptions } from "../../trees/boosting/boosting-options.ts";
import type { BoostingState } from "../../trees/boosting/boosting-state.ts";
import { boostingToOnnx } from "../../trees/boosting/boosting-to-onnx.ts";
import { fitBoostingRegressor } from "../../trees/boosting/fit-boosting.ts";
import { predictBoosting } from "../../trees/boosting/predict-boosting.ts";

const options = z.strictObject({
  ...boostingOptions,
  loss: z
    .enum(["squared_error", "absolute_error", "huber", "quantile", "poisson"])
    .default("squared_error")
    .describe("What the trees lower."),
  quantile: z.number().gt(0).lt(1).default(0.5).describe("Of `quantile` loss: which quantile is predicted."),
  huber_delta: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      "Of `huber` loss: the residual from which it is a line, in units of the target; null: by `huber_quantile`.",
    ),
  huber_quantile: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .describe("Of `huber` loss: the quantile of the residuals from which it is a line, anew in each round."),
});

export default defineEstimator<typeof options, BoostingState>({
  name: "gradient-boosting-regressor",
  aliases: [],
  summary: "Gradient boosted trees over histograms for numbers, by five losses; takes missing values and categories.",
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
  fit: fitBoostingRegressor,
  predict: predictBoosting,
  toOnnx: boostingToOnnx,
  importance: ({ importances }) => ({ kind: "gain", values: importances.gain }),
});
