import { z } from "zod";

import { memberSpec } from "../../members/member-spec.ts";

export const votingOptions = z.strictObject({
  estimators: z
    .array(z.strictObject({ name: z.string().min(1), estimator: memberSpec }))
    .min(1)
    .describe("The estimators that vote: each a name, and `estimator: {class_path, hyperparameters}`."),
  voting: z
    .enum(["hard", "soft"])
    .default("hard")
    .describe("Of classes: the most voted one, or the one with the largest mean probability."),
  weights: z
    .array(z.number().min(0))
    .min(1)
    .nullable()
    .default(null)
    .describe("What each estimator counts, in their order; null counts them alike."),
});

export type VotingOptions = z.output<typeof votingOptions>;
