import { type Feature, MlopsError, type TrainingPart } from "@mlops/core";

import { takeNumbers, takeRows, targetNumbers } from "./training-rows.ts";

export interface WeightedRows {
  readonly features: readonly Feature[];
  /** Values of a regression; codes of classes. */
  readonly target: Float64Array;
  /** All above 0; null where all are 1. */
  readonly weights: Float64Array | null;
}

/** Where sums of single-precision gradients are safe. */
const LARGEST_WEIGHT = 1e30;

/**
 * The rows of a part that count, each with its weight times its class's: those of weight 0 are left out, as if they were
 * not there.
 *
 * @throws MlopsError MODEL_FIT_INVALID where no weight is left, or one is too large
 */
export function weightedRows(part: TrainingPart, classWeights: readonly number[] | null): WeightedRows {
  const target = targetNumbers(part);
  const { features } = part;
  const sample = part.weights;
  if (sample === undefined && (classWeights === null || classWeights.every((weight) => weight === 1))) {
    return { features, target, weights: null };
  }
  const weights = target.map((code, row) => (sample?.[row] ?? 1) * (classWeights?.[code] ?? 1));
  const largest = weights.findIndex((weight) => !(weight <= LARGEST_WEIGHT));
  if (largest >= 0) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `The weight of row ${largest} is ${weights[largest]}; trees take weights up to ${LARGEST_WEIGHT}.`,
    );
  }
  const kept: number[] = [];
  weights.forEach((weight, row) => {
    if (weight > 0) kept.push(row);
  });
  if (kept.length === 0) throw new MlopsError("MODEL_FIT_INVALID", "All weights are 0.");
  const all = kept.length === target.length;
  const used = all ? weights : takeNumbers(weights, kept);
  return {
    features: all ? features : takeRows(features, kept),
    target: all ? target : takeNumbers(target, kept),
    weights: used.every((weight) => weight === 1) ? null : used,
  };
}
