import type { Matrix } from "./eigen.ts";

/** The lower factor L with A = L·Lᵀ; undefined where A is not clearly positive definite. */
export function cholesky(matrix: Matrix): Float64Array[] | undefined {
  const factor = matrix.map(() => new Float64Array(matrix.length));
  for (const [i, row] of factor.entries()) {
    for (let j = 0; j <= i; j += 1) {
      const other = factor[j];
      let sum = matrix[i]?.[j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (row[k] ?? 0) * (other?.[k] ?? 0);
      if (i === j) {
        if (!(sum > 1e-9)) return undefined;
        row[i] = Math.sqrt(sum);
      } else row[j] = sum / (other?.[j] ?? 1);
    }
  }
  return factor;
}
