import { z } from "zod";

import { defineDialect, option } from "../define-dialect.ts";

export default defineDialect({
  library: "scikit-learn",
  classes: [
    {
      classPath: "sklearn.naive_bayes.GaussianNB",
      estimator: "gaussian-nb",
      parameters: {
        priors: option(
          z
            .array(z.number().min(0))
            .min(1)
            .nullable()
            .default(null)
            .describe("Probabilities of the classes in their sorted order; null is their shares."),
        ),
        var_smoothing: option(
          z.number().min(0).default(1e-9).describe("Added to each variance, as a part of the largest of a column."),
        ),
      },
    },
  ],
});
