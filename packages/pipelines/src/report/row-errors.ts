import type { Prediction, Target } from "@mlops/core";

/** The loss of each row: minus the logarithm of the true class's probability, or the size of the residual. */
export function rowErrors(target: Target, prediction: Prediction): Float64Array {
  if (target.kind === "values" && prediction.kind === "values") {
    return target.values.map((truth, row) => Math.abs(truth - (prediction.values[row] ?? Number.NaN)));
  }
  if (target.kind === "classes" && prediction.kind === "probabilities") {
    return Float64Array.from(
      target.codes,
      (code, row) => -Math.log(Math.max(prediction.probabilities[code]?.[row] ?? 0, Number.EPSILON)),
    );
  }
  throw new TypeError(`a target of ${target.kind} has no errors of ${prediction.kind}`);
}
