import type { ClassLabel } from "@mlops/core";

import type { TreeEnsemble } from "../tree-ensemble.ts";

/** What a forest, or a single tree, learnt. */
export interface ForestState {
  readonly trees: TreeEnsemble;
  /** Null for a regression. */
  readonly classes: readonly ClassLabel[] | null;
  /** value = shift + scale · mean of the trees */
  readonly shift: number;
  readonly scale: number;
  readonly importances: { readonly gain: readonly number[]; readonly split: readonly number[] };
  /** How the forest does on rows by the trees that did not see them; null where it was not asked. */
  readonly outOfBag: OutOfBag | null;
}

export interface OutOfBag {
  readonly metric: "accuracy" | "r2";
  /** Null where it is not defined: no row was left out, or the target never changes. */
  readonly score: number | null;
  /** Rows that at least one tree did not see. */
  readonly rows: number;
}
