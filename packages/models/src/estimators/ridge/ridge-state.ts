/** What ridge regression learnt: plain JSON. Lists by column are in the order of `names`. */
export interface RidgeState {
  readonly estimator: "ridge";
  readonly stateVersion: 1;
  readonly names: readonly string[];
  /** Means of the known values; they also stand in for missing ones. */
  readonly means: readonly number[];
  /** Standard deviations (divisor: rows) after imputation; 1 for excluded columns. */
  readonly scales: readonly number[];
  /** Target units per standard deviation of the column; 0 for excluded columns. */
  readonly coefficients: readonly number[];
  /** The prediction where every column has its mean, in target units. */
  readonly intercept: number;
  readonly alpha: number;
  readonly rows: number;
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

/** Columns by name; NaN is a missing value. */
export interface RidgeFeatures {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

export interface RidgeOptions {
  /** Penalties to choose from, ≥ 0, on standardised columns (scikit-learn's `alpha`). */
  readonly alphas?: readonly number[];
  /** Folds in time, ≥ 2. Default 5. */
  readonly splits?: number;
  /** Rows left out between learning and judging in each fold. Default 0. */
  readonly gap?: number;
}
