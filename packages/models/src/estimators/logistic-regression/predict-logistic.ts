import { linearScores } from "../../estimator/linear-scores.ts";
import { scoreProbabilities } from "../../estimator/score-probabilities.ts";
import type { LogisticState } from "./logistic-state.ts";

/** One column per class. */
export function predictLogistic(columns: readonly Float64Array[], state: LogisticState): Float64Array[] {
  return scoreProbabilities(linearScores(columns, state));
}
