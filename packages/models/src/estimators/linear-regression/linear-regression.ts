import { z } from "zod";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { valuesOf } from "../../estimator/target-of.ts";
import { fitRidge } from "../ridge/fit-ridge.ts";
import ridge from "../ridge/ridge.ts";
import { ridgeOptions } from "../ridge/ridge-options.ts";
import type { RidgeState } from "../ridge/ridge-state.ts";

const options = z.strictObject({
  fit_intercept: z.boolean().default(true).describe("Whether there is a constant term."),
});

/** Ridge regression with no penalty: of columns that say the same, the least-squares solution of least length. */
export default defineEstimator<typeof options, RidgeState>({
  name: "linear-regression",
  aliases: [],
  summary: "Ordinary least squares; missing values count as the column's mean.",
  options,
  capabilities: ridge.capabilities,
  fit({ features, target, weights }, chosen, context) {
    const problem = {
      names: features.map(({ name }) => name),
      columns: numericColumns(features),
      target: valuesOf(target),
      weights,
    };
    const settings = ridgeOptions.parse({ ...chosen, alpha: 0 });
    return fitRidge(problem, settings, (done, total) => context.progress(done, total));
  },
  predict: (features, state) => ridge.predict(features, state),
  toOnnx: (graph, inputs, state) => ridge.toOnnx(graph, inputs, state),
});
