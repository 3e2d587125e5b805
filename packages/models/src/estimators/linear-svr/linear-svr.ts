import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { columnOf, type LinearScores, linearScores, linearScoresToOnnx } from "../../estimator/linear-scores.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { fitLinearMachine, warnOfRounds } from "../../support-vectors/linear-machine.ts";
import { linearOptions } from "../../support-vectors/linear-options.ts";
import { keptRows } from "../../support-vectors/take-rows.ts";

const options = z.strictObject({
  ...linearOptions,
  epsilon: z.number().min(0).default(0).describe("Errors up to this cost nothing, in target units."),
  loss: z
    .enum(["epsilon_insensitive", "squared_epsilon_insensitive"])
    .default("epsilon_insensitive")
    .describe("What an error beyond that costs: its size, or its square."),
});

export default defineEstimator<typeof options, LinearScores>({
  name: "linear-svr",
  aliases: [],
  summary: "Linear regression by support vectors, which large errors move little; standardise the columns first.",
  options,
  capabilities: {
    tasks: ["regression"],
    classes: null,
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit({ features, target, weights }, chosen, context) {
    const values = valuesOf(target);
    const rows = keptRows(values.length, weights);
    const task = {
      columns: numericColumns(features),
      rows,
      targets: Float64Array.from(rows, (row) => values[row] ?? 0),
      costs: Float64Array.from(rows, (row) => chosen.C * (weights?.[row] ?? 1)),
      squared: chosen.loss === "squared_epsilon_insensitive",
      epsilon: chosen.epsilon,
    };
    const score = fitLinearMachine(task, chosen, context, 0, 1);
    warnOfRounds(context, [score]);
    context.progress(chosen.max_iter, chosen.max_iter);
    return { coefficients: [score.coefficients], intercepts: [score.intercept] };
  },
  predict(features, state) {
    const [values = new Float64Array()] = linearScores(numericColumns(features), state);
    return { kind: "values", values };
  },
  toOnnx: (graph, inputs, state) => ({
    kind: "values",
    value: columnOf(graph, linearScoresToOnnx(graph, inputs, state), 0),
  }),
});
