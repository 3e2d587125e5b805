import { MlopsError } from "@mlops/core";

import { rankClass } from "../classification/class-areas.ts";
import { type ClassLabel, positiveCode } from "../classification/class-labels.ts";
import { assertJudgedRows, type JudgedRows } from "../classification/judged-rows.ts";
import type { Ranking } from "../curves/ranking.ts";
import { objectiveValue, type ThresholdObjective } from "./objective.ts";

/** A row is called positive where its probability is at least the threshold. Plain JSON. */
export interface DecisionThreshold {
  readonly threshold: number;
  readonly positiveClass: ClassLabel;
  readonly objective: ThresholdObjective;
  /** Of the objective at the threshold, on the rows it was tuned on; for a cost minus the mean per row. */
  readonly value: number;
  /** Of the objective at 0.5, for comparison. */
  readonly valueAtHalf: number;
  /** Other thresholds that are as good. */
  readonly ties: number;
  readonly n: number;
}

/**
 * The threshold with the best value of the objective on the rows: those of the validation part, which the model was not
 * fitted to and on which it is not judged. Thresholds lie half-way between neighbouring probabilities, and beyond the lowest
 * and the highest. Of equally good ones the nearest to 0.5 is taken; of two equally near the higher.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID where a class has no rows or there are no probabilities,
 *   EVALUATION_CLASSES_INVALID where more than two classes have no positive one, EVALUATION_OPTION_INVALID
 */
export function tuneThreshold(
  rows: JudgedRows,
  objective: ThresholdObjective,
  positiveClass?: ClassLabel,
): DecisionThreshold {
  assertJudgedRows(rows);
  const code = positiveCode(rows.classes, positiveClass);
  const valueOf = objectiveValue(objective);
  const ranking = rankOf(rows, code);
  const { positives, negatives } = ranking;
  let best = { threshold: Number.NaN, value: Number.NEGATIVE_INFINITY };
  let ties = 0;
  for (let at = -1; at < ranking.thresholds.length; at++) {
    const value = valueOf({
      truePositives: ranking.truePositives[at] ?? 0,
      falsePositives: ranking.falsePositives[at] ?? 0,
      positives,
      negatives,
    });
    const threshold = thresholdBelow(ranking.thresholds, at);
    if (value > best.value) {
      best = { threshold, value };
      ties = 0;
    } else if (value === best.value) {
      ties++;
      if (Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5)) best = { threshold, value };
    }
  }
  return {
    ...best,
    positiveClass: rows.classes[code] ?? "",
    objective,
    valueAtHalf: valueOf({ ...outcomesAt(ranking, 0.5), positives, negatives }),
    ties,
    n: rows.truth.length,
  };
}

/**
 * Predicted classes by a tuned threshold: the positive class at or above it, below it the likeliest of the others.
 *
 * @throws MlopsError EVALUATION_CLASSES_INVALID
 */
export function applyThreshold(
  { threshold, positiveClass }: Pick<DecisionThreshold, "threshold" | "positiveClass">,
  classes: readonly ClassLabel[],
  probabilities: readonly Float64Array[],
): Int32Array {
  const positive = positiveCode(classes, positiveClass);
  return Int32Array.from(probabilities[positive] ?? [], (probability, row) =>
    probability >= threshold ? positive : likeliestOther(probabilities, row, positive),
  );
}

function likeliestOther(probabilities: readonly Float64Array[], row: number, positive: number): number {
  let best = -1;
  for (let code = 0; code < probabilities.length; code++) {
    if (code === positive) continue;
    if (best < 0 || (probabilities[code]?.[row] ?? 0) > (probabilities[best]?.[row] ?? 0)) best = code;
  }
  return best;
}

function rankOf(rows: JudgedRows, code: number): Ranking {
  if (rows.probabilities === undefined) {
    throw new MlopsError(
      "EVALUATION_INPUT_INVALID",
      "A threshold is tuned on probabilities, and there are classes only.",
    );
  }
  const ranking = rankClass(rows, code);
  if (ranking.positives > 0 && ranking.negatives > 0) return ranking;
  const label = JSON.stringify(rows.classes[code]);
  const what = ranking.positives > 0 ? `all are of class ${label}` : `none is of class ${label}`;
  throw new MlopsError(
    "EVALUATION_INPUT_INVALID",
    `A threshold cannot be tuned: of the ${rows.truth.length} rows ${what}.`,
  );
}

/** The threshold at which exactly the scores up to `at` are positive; −1 for none. */
function thresholdBelow(thresholds: Float64Array, at: number): number {
  const accepted = at < 0 ? undefined : thresholds[at];
  const rejected = thresholds[at + 1];
  if (accepted === undefined) return (rejected ?? 0) < 1 ? ((rejected ?? 0) + 1) / 2 : 1 + Number.EPSILON;
  const middle = (accepted + (rejected ?? 0)) / 2;
  // Neighbouring numbers have no middle; it rounds to one of them, and the lower would be accepted too.
  return middle > (rejected ?? -1) ? middle : accepted;
}

function outcomesAt(
  ranking: Ranking,
  threshold: number,
): { readonly truePositives: number; readonly falsePositives: number } {
  const rejected = ranking.thresholds.findIndex((score) => score < threshold);
  const last = (rejected < 0 ? ranking.thresholds.length : rejected) - 1;
  return { truePositives: ranking.truePositives[last] ?? 0, falsePositives: ranking.falsePositives[last] ?? 0 };
}
