import { softThreshold } from "../../optimisation/soft-threshold.ts";

/** A least-squares problem by its products, over rows of which each counts its weight; weights sum to `rows`. */
export interface LeastSquares {
  readonly rows: number;
  /** XᵀX, row-major and symmetric. */
  readonly gram: Float64Array;
  /** Xᵀy */
  readonly products: Float64Array;
  /** y·y */
  readonly square: number;
}

export interface Penalty {
  /** Strength. */
  readonly alpha: number;
  /** Its part on sizes. */
  readonly l1Ratio: number;
}

interface DescentSettings {
  readonly positive: boolean;
  readonly maxSweeps: number;
  /** Duality gap at the end over `square`. */
  readonly tolerance: number;
}

export interface Descent {
  readonly coefficients: Float64Array;
  readonly sweeps: number;
  readonly gap: number;
  readonly converged: boolean;
}

/**
 * Minimises `|y − Xw|² / (2 rows) + alpha (l1Ratio |w|₁ + (1 − l1Ratio) |w|² / 2)` by cyclic coordinate descent from
 * `start`. It ends once the duality gap, an upper bound of what is left to gain, is within the tolerance.
 *
 * J. Friedman, T. Hastie & R. Tibshirani, Regularization paths for generalized linear models via coordinate descent,
 * J. Stat. Software 33 (2010); the gap as in S.-J. Kim et al., IEEE J. Sel. Top. Signal Process. 1 (2007), section III.
 */
export function coordinateDescent(
  problem: LeastSquares,
  penalty: Penalty,
  start: Float64Array,
  { positive, maxSweeps, tolerance }: DescentSettings,
): Descent {
  const { gram, products, rows, square } = problem;
  const n = products.length;
  const [sizes, squares] = strengthsOf(penalty, rows);
  const w = start.slice();
  /** XᵀX w */
  const fitted = new Float64Array(n);
  for (let column = 0; column < n; column++) addColumn(fitted, gram, column, w[column] ?? 0);
  for (let sweeps = 1; ; sweeps++) {
    let largest = 0;
    let change = 0;
    for (let column = 0; column < n; column++) {
      const own = gram[column * n + column] ?? 0;
      if (own === 0) continue;
      const from = w[column] ?? 0;
      const partial = (products[column] ?? 0) - (fitted[column] ?? 0) + own * from;
      const to = (positive && partial < 0 ? 0 : softThreshold(partial, sizes)) / (own + squares);
      if (to !== from) addColumn(fitted, gram, column, to - from);
      w[column] = to;
      change = Math.max(change, Math.abs(to - from));
      largest = Math.max(largest, Math.abs(to));
    }
    // The gap costs as much as a sweep: it is computed where steps have become small.
    if (largest > 0 && change / largest > tolerance && sweeps < maxSweeps) continue;
    const gap = dualityGap(problem, penalty, w, fitted, positive);
    const converged = gap <= tolerance * square;
    if (converged || sweeps >= maxSweeps) return { coefficients: w, sweeps, gap, converged };
  }
}

function strengthsOf({ alpha, l1Ratio }: Penalty, rows: number): [number, number] {
  return [alpha * l1Ratio * rows, alpha * (1 - l1Ratio) * rows];
}

function addColumn(into: Float64Array, gram: Float64Array, column: number, factor: number): void {
  if (factor === 0) return;
  const at = column * into.length;
  for (let row = 0; row < into.length; row++) into[row] = (into[row] ?? 0) + factor * (gram[at + row] ?? 0);
}

function dualityGap(
  { products, square, rows }: LeastSquares,
  penalty: Penalty,
  w: Float64Array,
  fitted: Float64Array,
  positive: boolean,
): number {
  const [sizes, squares] = strengthsOf(penalty, rows);
  let [withTarget, withFit, absolute, ridge, dual] = [0, 0, 0, 0, 0];
  for (let column = 0; column < w.length; column++) {
    const value = w[column] ?? 0;
    withTarget += value * (products[column] ?? 0);
    withFit += value * (fitted[column] ?? 0);
    absolute += Math.abs(value);
    ridge += value * value;
    const slope = (products[column] ?? 0) - (fitted[column] ?? 0) - squares * value;
    dual = Math.max(dual, positive ? slope : Math.abs(slope));
  }
  const residual = Math.max(0, square - 2 * withTarget + withFit);
  const scale = dual > sizes ? sizes / dual : 1;
  const loss = dual > sizes ? 0.5 * residual * (1 + scale * scale) : residual;
  return loss + sizes * absolute - scale * (square - withTarget) + 0.5 * squares * (1 + scale * scale) * ridge;
}
