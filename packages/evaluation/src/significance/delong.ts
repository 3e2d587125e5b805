import { MlopsError } from "@mlops/core";

import { descendingOrder } from "../series/descending-order.ts";
import { assertFraction } from "../series/assert-option.ts";
import { assertFinite } from "../series/pairs.ts";
import { normalTail, normalTailQuantile } from "./normal-tail.ts";

/** Plain JSON. */
export interface DeLongTest {
  readonly candidateAuc: number;
  readonly referenceAuc: number;
  /** Candidate minus reference, with its interval at `level`. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly standardError: number;
  /** Null where the standard error is 0: the scores order the rows alike. */
  readonly z: number | null;
  /** Two-sided; 1 where the scores order the rows alike. */
  readonly pValue: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Whether two scores of the same rows have the same area under the ROC curve. In time n log n by mid-ranks.
 *
 * E. R. DeLong, D. M. DeLong & D. L. Clarke-Pearson, Comparing the areas under two or more correlated receiver operating
 * characteristic curves, Biometrics 44 (1988); X. Sun & W. Xu, Fast implementation of DeLong's algorithm, IEEE Signal
 * Processing Letters 21 (2014).
 *
 * @param positive 1 where the row is of the positive class; at least two rows of each class
 * @throws MlopsError EVALUATION_INPUT_INVALID, EVALUATION_OPTION_INVALID
 */
export function delongTest(
  positive: Uint8Array,
  candidate: Float64Array,
  reference: Float64Array,
  level = 0.9,
): DeLongTest {
  assertFraction(level, "level");
  assertScores(positive, candidate, "the candidate's scores");
  assertScores(positive, reference, "the reference's scores");
  const [first, second] = [placements(positive, candidate), placements(positive, reference)];
  const [positives, negatives] = [first.ofPositives.length, first.ofNegatives.length];
  if (positives < 2 || negatives < 2) {
    throw invalid(`There are ${positives} positive and ${negatives} negative rows; each class needs at least two.`);
  }
  const difference = first.auc - second.auc;
  const variance =
    differenceVariance(first.ofPositives, second.ofPositives) / positives +
    differenceVariance(first.ofNegatives, second.ofNegatives) / negatives;
  const standardError = Math.sqrt(variance);
  const reach = normalTailQuantile((1 - level) / 2) * standardError;
  const z = standardError === 0 ? null : difference / standardError;
  return {
    candidateAuc: first.auc,
    referenceAuc: second.auc,
    difference,
    lower: difference - reach,
    upper: difference + reach,
    level,
    standardError,
    z,
    pValue: z === null ? (difference === 0 ? 1 : 0) : 2 * normalTail(Math.abs(z)),
    positives,
    negatives,
  };
}

interface Placements {
  readonly auc: number;
  /** For each positive the share of negatives below it; for each negative the share of positives above it; ties half. */
  readonly ofPositives: Float64Array;
  readonly ofNegatives: Float64Array;
}

function placements(positive: Uint8Array, scores: Float64Array): Placements {
  const all = midRanks(scores);
  const [own, other] = [scores.filter((_, row) => positive[row] === 1), scores.filter((_, row) => positive[row] !== 1)];
  const [ownRanks, otherRanks] = [midRanks(own), midRanks(other)];
  const [ofPositives, ofNegatives] = [new Float64Array(own.length), new Float64Array(other.length)];
  let [p, n, sum] = [0, 0, 0];
  for (let row = 0; row < scores.length; row++) {
    const rank = all[row] ?? 0;
    if (positive[row] === 1) {
      const below = (rank - (ownRanks[p] ?? 0)) / other.length;
      ofPositives[p++] = below;
      sum += below;
    } else {
      ofNegatives[n] = 1 - (rank - (otherRanks[n] ?? 0)) / own.length;
      n++;
    }
  }
  return { auc: sum / own.length, ofPositives, ofNegatives };
}

/** Ranks from 1 in ascending order; equal values share the mean of theirs. */
function midRanks(values: Float64Array): Float64Array {
  const order = descendingOrder(values).toReversed();
  const ranks = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = values[order[from] ?? 0];
    while (to < order.length && values[order[to] ?? 0] === value) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + 1 + to) / 2;
  }
  return ranks;
}

function differenceVariance(a: Float64Array, b: Float64Array): number {
  const differences = a.map((value, at) => value - (b[at] ?? 0));
  const centre = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  return differences.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (differences.length - 1);
}

function assertScores(positive: Uint8Array, scores: Float64Array, label: string): void {
  if (scores.length !== positive.length) {
    throw invalid(`There are ${positive.length} truths, but ${label} are ${scores.length}.`);
  }
  assertFinite(scores, label);
}

function invalid(message: string): MlopsError {
  return new MlopsError("EVALUATION_INPUT_INVALID", message);
}
