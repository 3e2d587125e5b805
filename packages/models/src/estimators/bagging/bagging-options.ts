import { z } from "zod";

import { memberSpec } from "../../members/member-spec.ts";

const isWholePercent = (level: number): boolean => Math.abs(level * 100 - Math.round(level * 100)) < 1e-9;

export const baggingOptions = z.strictObject({
  estimator: memberSpec.describe("The estimator that is fitted again and again."),
  n_estimators: z.int().min(1).default(10).describe("How many times it is fitted."),
  max_samples: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe("Rows drawn for each fit, as a part of all rows (of each class)."),
  bootstrap: z.boolean().default(true).describe("Whether rows are drawn with replacement."),
  quantiles: z
    .array(z.number().gt(0).lt(1).refine(isWholePercent, "levels are whole percents, as the names of the outputs are"))
    .nullable()
    .default(null)
    .describe(
      "Of a regression: levels of the quantiles that are predicted too, from errors on rows that a fit did not see.",
    ),
});

export type BaggingOptions = z.output<typeof baggingOptions>;
