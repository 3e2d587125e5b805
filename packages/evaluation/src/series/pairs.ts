import { MlopsError } from "@mlops/core";

/** One number per point, in order of time. */
export type Series = Float64Array | readonly number[];

/**
 * Makes sure that truths and predictions can be compared: equally long and finite throughout.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID naming the series and the first point that is wrong.
 */
export function assertComparable(truth: Series, predicted: Series, label = "the predictions"): void {
  if (truth.length !== predicted.length) {
    throw new MlopsError(
      "EVALUATION_INPUT_INVALID",
      `There are ${truth.length} truths, but ${label} are ${predicted.length}.`,
      { details: { truths: truth.length, predictions: predicted.length } },
    );
  }
  assertFinite(truth, "the truths");
  assertFinite(predicted, label);
}

export function assertFinite(series: Series, label: string): void {
  for (let point = 0; point < series.length; point++) {
    const value = series[point] ?? Number.NaN;
    if (Number.isFinite(value)) continue;
    throw new MlopsError("EVALUATION_INPUT_INVALID", `Point ${point} of ${label} is ${value}, not a finite number.`, {
      details: { point, value: String(value), series: label },
    });
  }
}
