import { type Feature, MlopsError, type TrainingPart } from "@mlops/core";

import { type ClassWeights, rowWeights } from "../../estimator/class-weights.ts";
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
export function weightedRows(part: TrainingPart, classWeights: ClassWeights): WeightedRows {
  const { features, target } = part;
  const numbers = targetNumbers(part);
  if (part.weights === undefined && classWeights === null) return { features, target: numbers, weights: null };
  const weights =
    target.kind === "classes"
      ? rowWeights(target, classWeights, part.weights)
      : (part.weights ?? new Float64Array(numbers.length).fill(1));
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
  const all = kept.length === numbers.length;
  const used = all ? weights : takeNumbers(weights, kept);
  return {
    features: all ? features : takeRows(features, kept),
    target: all ? numbers : takeNumbers(numbers, kept),
    weights: used.every((weight) => weight === 1) ? null : used,
  };
}
