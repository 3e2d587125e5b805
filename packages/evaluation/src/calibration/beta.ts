import { fitConvexLogistic } from "./convex-logistic.ts";

/** p ↦ 1 / (1 + exp(−(a·ln p − b·ln(1 − p) + c))), a and b not negative, so that it never falls. Plain JSON. */
export interface BetaMap {
  readonly kind: "beta";
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * Beta calibration with three parameters: logistic regression on ln p and −ln(1 − p) by maximum likelihood, under a ≥ 0 and
 * b ≥ 0. It holds the identity (a = b = 1, c = 0), which Platt's sigmoid of a probability does not. Probabilities are held
 * 2⁻⁵² away from 0 and 1. Where they separate the classes the likelihood has no maximum; a weight penalty of 1e-11 settles it.
 *
 * M. Kull, T. M. Silva Filho & P. Flach, Beta calibration: a well-founded and easily implemented improvement on logistic
 * calibration for binary classifiers, AISTATS 2017.
 *
 * @param probabilities in 0 … 1, at least one of each class
 * @param positive 1 where the row is of the class
 */
export function fitBeta(probabilities: Float64Array, positive: Uint8Array, weights?: Float64Array): BetaMap {
  const features = [probabilities.map(logOf), probabilities.map((p) => -logOfComplement(p))] as const;
  const { coefficients, intercept } = fitConvexLogistic(features, positive, weights);
  return { kind: "beta", a: coefficients[0], b: coefficients[1], c: intercept };
}

export function applyBeta({ a, b, c }: BetaMap, probabilities: Float64Array): Float64Array {
  return probabilities.map((p) => 1 / (1 + Math.exp(-(a * logOf(p) - b * logOfComplement(p) + c))));
}

function logOf(probability: number): number {
  return Math.log(clip(probability));
}

function logOfComplement(probability: number): number {
  return Math.log1p(-clip(probability));
}

function clip(probability: number): number {
  return Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
}
