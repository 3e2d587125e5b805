import { MlopsError } from "@mlops/core";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { numericColumns } from "../../estimator/numeric-columns.ts";
import { rowsOf } from "../../estimator/rows-of.ts";
import { neighbourOptions } from "./neighbour-options.ts";
import type { NeighbourState } from "./neighbour-state.ts";
import { neighboursToOnnx } from "./neighbours-to-onnx.ts";
import { predictNeighbours } from "./predict-neighbours.ts";

export default defineEstimator<typeof neighbourOptions, NeighbourState>({
  name: "k-nearest-neighbours",
  aliases: [],
  summary: "The mean, or the class shares, of the nearest training rows; standardise the columns first.",
  options: neighbourOptions,
  capabilities: {
    tasks: ["classification", "regression"],
    classes: "many",
    multiTarget: false,
    missingValues: false,
    categories: false,
    sampleWeights: false,
    classWeights: false,
    fineTuning: false,
  },
  fit({ features, target }, { n_neighbors: neighbours, weights, p }, context) {
    const rows = rowsOf(features);
    if (neighbours > rows) {
      throw new MlopsError(
        "MODEL_FIT_INVALID",
        `There are ${rows} rows, fewer than the ${neighbours} neighbours that decide; lower n_neighbors.`,
      );
    }
    const columns = numericColumns(features).map((column) => column.slice());
    context.progress(1, 1);
    const held: NeighbourState["target"] =
      target.kind === "values"
        ? { kind: "values", values: target.values.slice() }
        : { kind: "classes", classes: [...target.classes], codes: target.codes.slice() };
    return { columns, target: held, neighbours, weights, p, scale: scaleOf(columns, p) };
  },
  predict: (features, state) => predictNeighbours(numericColumns(features), state),
  toOnnx: neighboursToOnnx,
});

/** @throws MlopsError MODEL_FIT_INVALID where distances are beyond double precision */
function scaleOf(columns: readonly Float64Array[], p: 1 | 2): number {
  const largest = columns.reduce((sum, column) => {
    const low = column.reduce((least, value) => Math.min(least, value), Infinity);
    const high = column.reduce((most, value) => Math.max(most, value), -Infinity);
    return sum + (high - low) ** p;
  }, 0);
  if (!Number.isFinite(largest)) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      "The columns are so large that no distance is a number: scale them first.",
    );
  }
  return largest === 0 ? 1 : 1 / largest;
}
