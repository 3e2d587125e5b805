import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import type { FittedEstimator } from "../../estimator/fitted-estimator.ts";
import { fitMember } from "../../members/fit-member.ts";
import { memberToOnnx, predictMember } from "../../members/member-answers.ts";
import { memberSpec } from "../../members/member-spec.ts";

const options = z.strictObject({
  estimator: memberSpec.describe("The estimator that is fitted for each target."),
});

interface MultiOutputState {
  readonly fitted: FittedEstimator;
}

/**
 * A recipe with several targets fits one estimator for each, over one preparation; this names that estimator. For one
 * target it is the estimator inside.
 */
export default defineEstimator<typeof options, MultiOutputState>({
  name: "multi-output",
  aliases: [],
  summary: "One estimator for each of several targets (target_col: [a, b]).",
  options,
  capabilities: {
    tasks: ["classification", "regression"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  async fit(training, { estimator }, context) {
    return {
      fitted: await fitMember(estimator, training, context, { name: estimator.class_path, index: 0, count: 1 }),
    };
  },
  quantileLevels: ({ fitted }) => fitted.quantileLevels ?? [],
  predict: (features, { fitted }) => predictMember(fitted, features),
  toOnnx: (graph, inputs, { fitted }) => memberToOnnx(graph, inputs, fitted),
});
