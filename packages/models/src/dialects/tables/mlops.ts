import { baggingOptions } from "../../estimators/bagging/bagging-options.ts";
import { defineDialect, option } from "../define-dialect.ts";

/** Names of the documents that are no class of a library. */
export default defineDialect({
  library: "mlops",
  classes: [
    {
      classPath: "mlops.QuantileEnsemble",
      aliases: ["QuantileEnsemble"],
      estimator: "bagging",
      task: "regression",
      parameters: {
        estimator: option(baggingOptions.shape.estimator),
        n_estimators: option(baggingOptions.shape.n_estimators),
        max_samples: option(baggingOptions.shape.max_samples),
        quantiles: option(
          baggingOptions.shape.quantiles
            .unwrap()
            .unwrap()
            .min(1)
            .default([0.5, 0.75, 0.95, 0.99])
            .describe("Levels of the quantiles that are predicted."),
        ),
      },
    },
  ],
});
