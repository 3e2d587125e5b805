/** What ridge regression learnt: plain JSON. Lists by column are in the order of the features. */
export interface RidgeState {
  /** Means of the known values; they also stand in for missing ones. */
  readonly means: readonly number[];
  /** Standard deviations (divisor: rows) after imputation; 1 for excluded columns, and where nothing is standardised. */
  readonly scales: readonly number[];
  /** Target units per scale of the column; 0 for excluded columns. */
  readonly coefficients: readonly number[];
  /** The prediction where every column has its mean, in target units. */
  readonly intercept: number;
  readonly alpha: number;
  /** Columns that carry no information here and have no effect. */
  readonly excluded: readonly ExcludedColumn[];
  readonly crossValidation: CrossValidation;
}

export interface ExcludedColumn {
  readonly name: string;
  readonly reason: "all-missing" | "constant";
}

export interface CrossValidation {
  readonly splits: number;
  /** Rows left out between learning and judging. */
  readonly gap: number;
  /** In the order of the alphas given; empty where there was only one to choose from. */
  readonly candidates: readonly AlphaScore[];
}

export interface AlphaScore {
  readonly alpha: number;
  /** Mean over the folds, in squared target units. */
  readonly meanSquaredError: number;
  readonly foldErrors: readonly number[];
}
