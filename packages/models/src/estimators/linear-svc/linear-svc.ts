import { type ClassLabel, MlopsError } from "@mlops/core";
import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { rowWeights } from "../../estimator/class-weights.ts";
import { defineEstimator } from "../../estimator/define-estimator.ts";
import { type LinearScores, linearScores, linearScoresToOnnx } from "../../estimator/linear-scores.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { scoreProbabilities, scoreProbabilitiesToOnnx } from "../../estimator/score-probabilities.ts";
import { classesOf } from "../../estimator/target-of.ts";
import { fitLinearMachine, warnOfRounds } from "../../support-vectors/linear-machine.ts";
import { linearOptions } from "../../support-vectors/linear-options.ts";
import { keptRows } from "../../support-vectors/take-rows.ts";

const options = z.strictObject({
  ...linearOptions,
  loss: z.enum(["squared_hinge", "hinge"]).default("squared_hinge").describe("What a row within the margin costs."),
  class_weight: classWeightOption,
});

/** Of two classes one score, for the second; of more, one each against all others. */
interface LinearSvcState extends LinearScores {
  readonly classes: readonly ClassLabel[];
}

export default defineEstimator<typeof options, LinearSvcState>({
  name: "linear-svc",
  aliases: [],
  summary: "Linear classification by support vectors; standardise the columns first.",
  options,
  capabilities: {
    tasks: ["classification"],
    classes: "many",
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: true,
    classWeights: true,
    fineTuning: false,
  },
  fit({ features, target, weights }, chosen, context) {
    const { classes, codes } = classesOf(target);
    if (classes.length < 2) {
      throw new MlopsError("MODEL_FIT_INVALID", `Two classes are needed; every row is ${JSON.stringify(classes[0])}.`);
    }
    const own = rowWeights(classesOf(target), chosen.class_weight, weights);
    // As liblinear's: against all others a class's weight counts for its own rows only.
    const cost = (row: number, positive: number): number =>
      classes.length > 2 && codes[row] !== positive ? (weights?.[row] ?? 1) : (own[row] ?? 1);
    const rows = keptRows(codes.length, own);
    const positives = classes.length === 2 ? [1] : [...classes.keys()];
    const scores = positives.map((positive, part) =>
      fitLinearMachine(
        {
          columns: numericColumns(features),
          rows,
          targets: Float64Array.from(rows, (row) => (codes[row] === positive ? 1 : -1)),
          costs: Float64Array.from(rows, (row) => chosen.C * cost(row, positive)),
          squared: chosen.loss === "squared_hinge",
          epsilon: null,
        },
        chosen,
        context,
        part,
        positives.length,
      ),
    );
    warnOfRounds(context, scores);
    context.log(
      "warn",
      "The probabilities are those of the decision function pressed into [0, 1]: in its order, not calibrated.",
    );
    context.progress(positives.length * chosen.max_iter, positives.length * chosen.max_iter);
    return {
      classes: [...classes],
      coefficients: scores.map(({ coefficients }) => coefficients),
      intercepts: scores.map(({ intercept }) => intercept),
    };
  },
  predict: (features, state) => ({
    kind: "probabilities",
    classes: state.classes,
    probabilities: scoreProbabilities(linearScores(numericColumns(features), state)),
  }),
  toOnnx: (graph, inputs, state) => ({
    kind: "probabilities",
    probabilities: scoreProbabilitiesToOnnx(graph, linearScoresToOnnx(graph, inputs, state), state.coefficients.length),
  }),
});
