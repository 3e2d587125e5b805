import type { ClassLabel } from "@mlops/core";

import type { TreeEnsemble } from "../tree-ensemble.ts";

/** What gradient boosting learnt. */
export interface BoostingState {
  readonly trees: TreeEnsemble;
  /** Scores before the first tree, one per output. */
  readonly start: readonly number[];
  /** How scores become predictions. */
  readonly link: BoostingLink;
  readonly importances: ColumnImportances;
  readonly course: BoostingCourse;
}

export type BoostingLink =
  /** Of two classes the log-odds of the second; of more, proportional to the exponentials. */
  | { readonly kind: "logistic" | "softmax"; readonly classes: readonly ClassLabel[] }
  /** value = shift + scale · score */
  | { readonly kind: "linear"; readonly shift: number; readonly scale: number }
  /** value = e^score */
  | { readonly kind: "exponential" };

/** By column: what its questions gained in all, and their number. */
export interface ColumnImportances {
  readonly gain: readonly number[];
  readonly split: readonly number[];
}

/** Mean loss before the first round and after each. */
export interface BoostingCourse {
  readonly trainingLoss: readonly number[];
  /** Empty without a validation part. */
  readonly validationLoss: readonly number[];
  /** Rounds whose trees are kept. */
  readonly rounds: number;
  readonly stoppedEarly: boolean;
}
