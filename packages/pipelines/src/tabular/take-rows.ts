import type { Prediction, Target } from "@mlops/core";

/** The target of some rows, in the order given. */
export function takeTarget(target: Target, positions: Uint32Array): Target {
  if (target.kind === "values") return { kind: "values", values: takeValues(target.values, positions) };
  return { ...target, codes: Int32Array.from(positions, (row) => target.codes[row] ?? -1) };
}

/** The prediction of some rows, in the order given. */
export function takePrediction(prediction: Prediction, positions: Uint32Array): Prediction {
  if (prediction.kind === "values") return { kind: "values", values: takeValues(prediction.values, positions) };
  return { ...prediction, probabilities: prediction.probabilities.map((column) => takeValues(column, positions)) };
}

function takeValues(values: Float64Array, positions: Uint32Array): Float64Array {
  return Float64Array.from(positions, (row) => values[row] ?? Number.NaN);
}
