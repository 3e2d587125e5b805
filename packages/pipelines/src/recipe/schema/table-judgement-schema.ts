import { z } from "zod";

const cost = z.number();

/** One of `value` and `metric`; the rest belongs to its metric. */
export const decisionThreshold = z
  .strictObject({
    value: z.number().min(0).max(1).optional().describe("From this probability on the positive class is predicted."),
    metric: z
      .enum(["f1", "f_beta", "balanced_accuracy", "cost"])
      .optional()
      .describe("The threshold that does best by it on the validation part is taken."),
    beta: z.number().positive().optional().describe("Of f_beta: how many times recall counts as much as precision."),
    costs: z
      .strictObject({
        false_positive: cost,
        false_negative: cost,
        true_positive: cost.optional(),
        true_negative: cost.optional(),
      })
      .optional()
      .describe("Of cost: what each outcome costs; what is right costs 0 unless given."),
  })
  .superRefine(({ value, metric, beta, costs }, context) => {
    const reject = (message: string, hint: string): void =>
      context.addIssue({ code: "custom", message, params: { hint } });
    if ((value === undefined) === (metric === undefined)) {
      reject("decision_threshold needs either value or metric.", "Write metric: f1, or value: 0.5.");
    }
    if ((metric === "f_beta") !== (beta !== undefined))
      reject("beta belongs to metric: f_beta.", "Write both or neither.");
    if ((metric === "cost") !== (costs !== undefined))
      reject("costs belong to metric: cost.", "Write both or neither.");
  });

export const leakChecks = z.strictObject({
  policy: z.enum(["report", "refuse"]).default("report").describe("Whether a leak that is found ends the run."),
  outcome_columns: z
    .array(z.string().min(1))
    .default([])
    .describe("Columns that are known only after the outcome: none may be a feature."),
});

export const crossValidation = z.strictObject({
  folds: z
    .int()
    .min(2)
    .max(50)
    .describe("Of the rows outside test and calibration part, parted as the split parts: by class, group or time."),
});
