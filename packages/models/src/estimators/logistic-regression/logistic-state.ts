import type { ClassLabel } from "@mlops/core";

/** What logistic regression learnt: plain JSON. */
export interface LogisticState {
  readonly classes: readonly ClassLabel[];
  /**
   * Log-odds per unit of the feature. Of two classes one row, for the second class against the first; of more, one row per
   * class, and every column sums to 0 where no sizes are penalised.
   */
  readonly coefficients: readonly (readonly number[])[];
  /** One per row of `coefficients`. */
  readonly intercepts: readonly number[];
  readonly convergence: Convergence;
}

export interface Convergence {
  readonly converged: boolean;
  readonly solver: "newton-cholesky" | "lbfgs" | "proximal-newton";
  readonly iterations: number;
  /** Largest component of the mean loss's gradient, penalty included. */
  readonly gradient: number;
  /** Mean loss and penalty at the end. */
  readonly loss: number;
  /** Why it did not converge; null where it did. */
  readonly reason: "max-iter" | "separable" | "no-progress" | null;
}
