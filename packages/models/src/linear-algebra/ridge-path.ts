import { triangularise } from "./householder-qr.ts";
import { dot, orthogonaliseColumns } from "./orthogonal-columns.ts";

/**
 * For each alpha ≥ 0 the coefficients that minimise `|X w − y|² + alpha |w|²`, from one factorisation: with X = QR and
 * R V = W (W's columns orthogonal, of length s), `w = Σ vᵢ (wᵢ · Qᵀy) / (sᵢ² + alpha)`. Directions whose singular value is
 * only rounding are left out, so that alpha = 0 gives the least-squares solution of least length.
 *
 * `columns` of X and `target` y are as long as there are rows, and are overwritten.
 * Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd edition, equation 3.47.
 */
export function ridgePath(
  columns: readonly Float64Array[],
  target: Float64Array,
  alphas: readonly number[],
): Float64Array[] {
  const longerSide = Math.max(target.length, columns.length);
  const { r, z } = triangularise(columns, target);
  const { w, v } = orthogonaliseColumns(r);
  const squares = w.map((column) => dot(column, column));
  const cutoff = (longerSide * Number.EPSILON) ** 2 * squares.reduce((most, square) => Math.max(most, square), 0);
  const projections = w.map((column) => dot(column, z));
  return alphas.map((alpha) => {
    const coefficients = new Float64Array(columns.length);
    v.forEach((direction, index) => {
      const square = squares[index] ?? 0;
      if (square <= cutoff) return;
      const weight = (projections[index] ?? 0) / (square + alpha);
      for (let row = 0; row < direction.length; row++) {
        coefficients[row] = (coefficients[row] ?? 0) + weight * (direction[row] ?? 0);
      }
    });
    return coefficients;
  });
}
