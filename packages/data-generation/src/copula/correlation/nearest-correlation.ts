import { cholesky } from "./cholesky.ts";
import { type Matrix, symmetricEigen } from "./eigen.ts";

export interface Repair {
  readonly matrix: Matrix;
  /** Whether the given matrix was none that a normal distribution can have. */
  readonly repaired: boolean;
  /** The largest change of one correlation. */
  readonly largestChange: number;
}

const LEAST_EIGENVALUE = 1e-4;
/** Alternating projections cost a decomposition each. */
const MOST_WORK = 4e7;

/**
 * The nearest correlation matrix that can be decomposed: the given one where it can, else by alternating projections onto
 * positive definite matrices and onto those of unit diagonal (Higham, IMA Journal of Numerical Analysis 22, 2002), ended
 * by clipping the eigenvalues.
 */
export function nearestCorrelation(given: Matrix): Repair {
  if (cholesky(given) !== undefined) return { matrix: given, repaired: false, largestChange: 0 };
  const n = given.length;
  const rounds = Math.max(1, Math.min(25, Math.floor(MOST_WORK / n ** 3)));
  let matrix = given.map((row) => Float64Array.from(row));
  let correction = given.map(() => new Float64Array(n));
  for (let round = 1; round < rounds; round += 1) {
    const shifted = matrix.map((row, i) => row.map((value, j) => value - (correction[i]?.[j] ?? 0)));
    const { projected, changed } = clipped(shifted, 0);
    if (!changed) break;
    correction = projected.map((row, i) => row.map((value, j) => value - (shifted[i]?.[j] ?? 0)));
    matrix = projected.map((row, i) => row.map((value, j) => (i === j ? 1 : value)));
  }
  const result = unitDiagonal(clipped(matrix, LEAST_EIGENVALUE).projected);
  let largestChange = 0;
  for (const [i, row] of result.entries()) {
    for (const [j, value] of row.entries())
      largestChange = Math.max(largestChange, Math.abs(value - (given[i]?.[j] ?? 0)));
  }
  return { matrix: result, repaired: true, largestChange };
}

function clipped(matrix: Matrix, least: number): { readonly projected: Float64Array[]; readonly changed: boolean } {
  const { values, vectors } = symmetricEigen(matrix);
  const kept = values.map((value) => Math.max(value, least));
  const n = matrix.length;
  const projected = vectors.map((left, i) => {
    const row = new Float64Array(n);
    for (let j = 0; j < n; j += 1) {
      const right = vectors[j];
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += (left[k] ?? 0) * (kept[k] ?? 0) * (right?.[k] ?? 0);
      row[j] = i === j ? Math.max(sum, 1e-12) : sum;
    }
    return row;
  });
  return { projected, changed: values.some((value) => value < least) };
}

function unitDiagonal(matrix: readonly Float64Array[]): Float64Array[] {
  const scale = matrix.map((row, index) => 1 / Math.sqrt(row[index] ?? 1));
  return matrix.map((row, i) => row.map((value, j) => (i === j ? 1 : value * (scale[i] ?? 1) * (scale[j] ?? 1))));
}
