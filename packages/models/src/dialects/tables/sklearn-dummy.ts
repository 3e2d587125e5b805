import { z } from "zod";

import { defineDialect, option, seed } from "../define-dialect.ts";

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.dummy.DummyClassifier",
      estimator: "dummy-classifier",
      parameters: {
        strategy: option(
          z
            .enum(["prior", "most_frequent", "stratified", "constant"])
            .default("prior")
            .describe("Class shares, the most frequent class, draws by the shares, or the class of `constant`."),
        ),
        random_state: seed(z.int().nullable().default(null).describe("Seeds the draws; null is the run's seed.")),
        constant: option(
          z
            .union([z.string(), z.number(), z.boolean()])
            .nullable()
            .default(null)
            .describe("Of the strategy `constant`: the class."),
        ),
      },
    },
    {
      classPath: "sklearn.dummy.DummyRegressor",
      estimator: "dummy-regressor",
      parameters: {
        strategy: option(
          z.enum(["mean", "median", "quantile", "constant"]).default("mean").describe("What every row is predicted."),
        ),
        constant: option(z.number().nullable().default(null).describe("Of the strategy `constant`: the value.")),
        quantile: option(
          z.number().min(0).max(1).nullable().default(null).describe("Of the strategy `quantile`: which one."),
        ),
      },
    },
  ],
});
