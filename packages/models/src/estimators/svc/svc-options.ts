import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { kernelOptions } from "../../support-vectors/kernel-options.ts";

export const svcOptions = z.strictObject({
  ...kernelOptions,
  probability: z
    .boolean()
    .default(false)
    .describe(
      "Whether probabilities are calibrated by five-fold cross-validation (six fits); else the decision function is pressed into [0, 1], which keeps order and label.",
    ),
  class_weight: classWeightOption,
});

export type SvcOptions = z.output<typeof svcOptions>;
