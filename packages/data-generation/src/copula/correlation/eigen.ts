/** A symmetric matrix by rows. */
export type Matrix = readonly Float64Array[];

const SWEEPS = 60;

/**
 * Eigenvalues and orthonormal eigenvectors (columns of `vectors`) of a symmetric matrix, by cyclic Jacobi rotations
 * (Golub and Van Loan, Matrix Computations, algorithm 8.5.3).
 */
export function symmetricEigen(matrix: Matrix): { readonly values: Float64Array; readonly vectors: Matrix } {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  // Rows of `v` are the eigenvectors while rotating: rotations then run along memory.
  const v = a.map((_, row) => Float64Array.from({ length: n }, (_unused, column) => (row === column ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a) > 1e-22 * n * n; sweep += 1) {
    for (let p = 0; p < n - 1; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, v, p, q);
  }
  const values = Float64Array.from(a, (row, index) => row[index] ?? 0);
  const vectors = v.map((_, row) => Float64Array.from(v, (vector) => vector[row] ?? 0));
  return { values, vectors };
}

function offDiagonal(a: Matrix): number {
  let sum = 0;
  for (const [row, values] of a.entries())
    for (let column = 0; column < row; column += 1) sum += (values[column] ?? 0) ** 2;
  return sum;
}

function rotate(a: Matrix, v: Matrix, p: number, q: number): void {
  const [rowP, rowQ] = [a[p], a[q]];
  const [vectorP, vectorQ] = [v[p], v[q]];
  if (!rowP || !rowQ || !vectorP || !vectorQ) return;
  const apq = rowP[q] ?? 0;
  if (apq === 0) return;
  const theta = ((rowQ[q] ?? 0) - (rowP[p] ?? 0)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) {
    const [x = 0, y = 0] = [row[p], row[q]];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  mix(rowP, rowQ, c, s);
  mix(vectorP, vectorQ, c, s);
}

function mix(first: Float64Array, second: Float64Array, c: number, s: number): void {
  for (let index = 0; index < first.length; index += 1) {
    const [x = 0, y = 0] = [first[index], second[index]];
    first[index] = c * x - s * y;
    second[index] = s * x + c * y;
  }
}
