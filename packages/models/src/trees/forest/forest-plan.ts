import type { RandomKey } from "@mlops/core";

import type { BinnedMatrix } from "../binning/binned-matrix.ts";
import type { ColumnBins } from "../binning/column-bins.ts";

/** How the trees of a forest are grown. */
export interface ForestRules {
  /** Columns that a node looks at, more where these cannot part it. */
  readonly columnsPerNode: number;
  /** Cut at the best place, or at one drawn between the least and the greatest value of the node. */
  readonly cuts: "best" | "random";
  readonly entropy: boolean;
  readonly maxDepth: number | null;
  /** The leaves with the most to gain first; null for no limit. */
  readonly maxLeaves: number | null;
  /** Rows of a node that may be parted at least, each counted once. */
  readonly leastRowsToSplit: number;
  /** Rows of a leaf at least, estimated from its share of the weights. */
  readonly leastRowsInLeaf: number;
  /** Share of all weights that a leaf has at least. */
  readonly leastWeightShare: number;
  /** What a question has to take off the impurity, times the node's share of the weights. */
  readonly leastDecrease: number;
  /** Rows drawn for each tree, with repetition; null to use each row once. */
  readonly draws: number | null;
}

/** All that a thread needs to grow trees; it is copied to each. Addresses are in one memory. */
export interface ForestPlan {
  readonly matrix: BinnedMatrix;
  readonly bins: readonly ColumnBins[];
  readonly rules: ForestRules;
  /** Sums of a node beside its weight: 1 for values and two classes, else one per class. */
  readonly width: number;
  /** Values of a leaf: 1, or one per class of more than two. */
  readonly leafWidth: number;
  /** Values, or codes of classes, as f32. */
  readonly targetAt: number;
  /** As f32; 0 where all are 1. */
  readonly weightsAt: number;
  readonly key: RandomKey;
  readonly trees: number;
  readonly spaces: readonly ForestSpace[];
  /** A 32-bit word: the next tree that nobody has taken. */
  readonly nextTreeAt: number;
  readonly plainKernels: boolean;
}

/** What one thread works on. */
export interface ForestSpace {
  readonly rowsAt: number;
  readonly scratchAt: number;
  /** (weight · value, weight) by row. */
  readonly pairsAt: number;
  readonly histogramAt: number;
  readonly marksAt: number;
  readonly cutAt: number;
  readonly tableAt: number;
}
