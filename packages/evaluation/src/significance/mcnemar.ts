import { assertSameTruths } from "../bootstrap/classification-interval.ts";
import { assertJudgedRows, type JudgedRows, predictedCodes } from "../classification/judged-rows.ts";
import { normalTail } from "./normal-tail.ts";

/** Plain JSON. */
export interface McNemarTest {
  /** Rows that only the candidate gets right, and those that only the reference does. */
  readonly onlyCandidate: number;
  readonly onlyReference: number;
  readonly n: number;
  readonly method: "exact-binomial" | "chi-square-corrected";
  /** Two-sided: how likely a difference this large is if both are wrong equally often. 1 where they never differ. */
  readonly pValue: number;
}

/** Up to this many rows on which the two differ the exact distribution is summed. */
const EXACT_UP_TO = 1000;

/**
 * Whether two classifiers are wrong equally often on the same rows: exact up to 1,000 rows on which they differ, beyond
 * by χ² with continuity correction. Weights do not count.
 *
 * Q. McNemar, Note on the sampling error of the difference between correlated proportions, Psychometrika 12 (1947);
 * A. L. Edwards, Note on the "correction for continuity", Psychometrika 13 (1948).
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID
 */
export function mcnemarTest(candidate: JudgedRows, reference: JudgedRows): McNemarTest {
  assertJudgedRows(candidate);
  assertJudgedRows(reference);
  assertSameTruths(candidate, reference);
  const [first, second] = [predictedCodes(candidate), predictedCodes(reference)];
  let [onlyCandidate, onlyReference] = [0, 0];
  for (let row = 0; row < first.length; row++) {
    const [a, b] = [first[row] === candidate.truth[row], second[row] === reference.truth[row]];
    if (a && !b) onlyCandidate++;
    if (b && !a) onlyReference++;
  }
  const differing = onlyCandidate + onlyReference;
  const exact = differing <= EXACT_UP_TO;
  return {
    onlyCandidate,
    onlyReference,
    n: first.length,
    method: exact ? "exact-binomial" : "chi-square-corrected",
    pValue: exact
      ? exactPValue(Math.min(onlyCandidate, onlyReference), differing)
      : 2 * normalTail((Math.abs(onlyCandidate - onlyReference) - 1) / Math.sqrt(differing)),
  };
}

/** Twice the probability of at most `fewer` heads in `tosses` of a fair coin, at most 1. */
function exactPValue(fewer: number, tosses: number): number {
  // 2⁻¹⁰⁰⁰ is still a normal number, so the terms need no logarithms.
  let term = 2 ** -tosses;
  let sum = term;
  for (let heads = 1; heads <= fewer; heads++) {
    term *= (tosses - heads + 1) / heads;
    sum += term;
  }
  return Math.min(1, 2 * sum);
}
