import type { GrowthLimits, SplitRules } from "./growth-plan.ts";

/** How trees are boosted, whatever the loss. */
export interface BoostingSettings {
  readonly rounds: number;
  readonly learningRate: number;
  readonly limits: GrowthLimits;
  readonly rules: SplitRules;
  /** Bins of values per column, 2 … 255. */
  readonly maxBins: number;
  /** Share of the rows that a tree is grown from, in (0, 1]. */
  readonly rowShare: number;
  /** Rounds for which one choice of rows holds. */
  readonly rowRounds: number;
  /** Share of the columns that a tree may ask, and of these the share that each node may. */
  readonly columnShare: number;
  readonly nodeColumnShare: number;
  /** By column; 0 for none. */
  readonly monotone: readonly (-1 | 0 | 1)[];
  /** Rounds without a lower loss on the validation part before boosting ends; null to go on. */
  readonly patience: number | null;
  /** A lower loss is lower by more than this. */
  readonly leastImprovement: number;
  /** What a loss of the trees is multiplied by to be one of the target. */
  readonly lossUnit: number;
  readonly plainKernels: boolean;
  /** Bytes for the histograms of open leaves; fewer cost time, and change nothing else but the rounding of sums. */
  readonly histogramBudget: number;
}
