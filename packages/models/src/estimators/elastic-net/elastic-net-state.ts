/** What an elastic net learnt: plain JSON. Lists by column are in the order of the features. */
export interface ElasticNetState {
  /** Target units per unit of the feature; exactly 0 for those left out. */
  readonly coefficients: readonly number[];
  /** In target units. */
  readonly intercept: number;
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly convergence: { readonly converged: boolean; readonly sweeps: number; readonly gap: number };
  /** Mean squared error over the folds by penalty, from the strongest; empty where the penalty was given. */
  readonly path: readonly { readonly alpha: number; readonly meanSquaredError: number }[];
}
