/**
 * Solves A x = b for a symmetric positive semi-definite A, given by its lower triangle, row-major. A is first scaled to a
 * unit diagonal, so that rows of other sizes do not drown each other; then a little is added to the diagonal (10⁻¹², more
 * where that is not enough), so that directions in which A vanishes and b as well stay out of x. O(n³).
 *
 * Golub & Van Loan, Matrix Computations, 4th edition, algorithm 4.2.1; scaling as in section 3.5.2.
 *
 * @throws RangeError where A holds a value that is not finite
 */
export function choleskySolve(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  if (!lower.every(Number.isFinite)) throw new RangeError("choleskySolve needs a finite matrix");
  const scales = b.map((_, row) => 1 / Math.sqrt(Math.max(lower[row * n + row] ?? 0, Number.MIN_VALUE * 2 ** 52)));
  const scaled = lower.map((value, at) => value * (scales[Math.floor(at / n)] ?? 1) * (scales[at % n] ?? 1));
  const right = b.map((value, row) => value * (scales[row] ?? 1));
  for (let addition = 1e-12; ; addition *= 100) {
    const factor = factorise(scaled, n, addition);
    if (factor) return substitute(factor, right).map((value, row) => value * (scales[row] ?? 1));
  }
}

function factorise(lower: Float64Array, n: number, addition: number): Float64Array | undefined {
  const factor = lower.slice();
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = (factor[row * n + column] ?? 0) + (row === column ? addition : 0);
      for (let k = 0; k < column; k++) sum -= (factor[row * n + k] ?? 0) * (factor[column * n + k] ?? 0);
      if (row !== column) factor[row * n + column] = sum / (factor[column * n + column] ?? 1);
      else if (sum > 0) factor[row * n + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

function substitute(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = b.slice();
  for (let row = 0; row < n; row++) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= (factor[row * n + k] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < n; k++) sum -= (factor[k * n + row] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (factor[row * n + row] ?? 1);
  }
  return x;
}
