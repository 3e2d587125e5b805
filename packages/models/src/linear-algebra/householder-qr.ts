/** A least-squares problem reduced to a small triangle: `|A x − y|² = |R x − z|² + constant`. */
export interface TriangularSystem {
  /** The columns of R, upper triangular (trapezoidal where A has fewer rows than columns), min(rows, columns) long. */
  readonly r: Float64Array[];
  /** The leading entries of Qᵀy, as many as R has rows. */
  readonly z: Float64Array;
}

/**
 * Householder QR of the matrix with the given columns, applied to `target` as well. O(rows · columns²); the condition
 * number is that of A, not its square as with AᵀA. `columns` and `target` are overwritten.
 *
 * Golub & Van Loan, Matrix Computations, 4th edition, algorithms 5.1.1 and 5.2.1.
 */
export function triangularise(columns: readonly Float64Array[], target: Float64Array): TriangularSystem {
  const rows = target.length;
  const rank = Math.min(rows, columns.length);
  columns.forEach((column, pivot) => {
    if (pivot >= rows - 1) return;
    const diagonal = reflector(column, pivot);
    if (diagonal === undefined) return;
    for (const other of columns.slice(pivot + 1)) reflect(other, column, pivot);
    reflect(target, column, pivot);
    column[pivot] = diagonal;
    column.fill(0, pivot + 1);
  });
  return { r: columns.map((column) => column.slice(0, rank)), z: target.slice(0, rank) };
}

/**
 * Turns the column from `pivot` down into the Householder vector v with |v|² = 2, and answers the diagonal entry that the
 * reflection leaves; undefined where there is nothing to reflect.
 */
function reflector(column: Float64Array, pivot: number): number | undefined {
  const norm = Math.sqrt(dotFrom(column, column, pivot));
  if (norm === 0) return undefined;
  const head = column[pivot] ?? 0;
  const diagonal = head > 0 ? -norm : norm;
  column[pivot] = head - diagonal;
  const scale = Math.sqrt(2 / dotFrom(column, column, pivot));
  for (let row = pivot; row < column.length; row++) column[row] = (column[row] ?? 0) * scale;
  return diagonal;
}

function reflect(column: Float64Array, vector: Float64Array, pivot: number): void {
  const projection = dotFrom(column, vector, pivot);
  for (let row = pivot; row < column.length; row++) {
    column[row] = (column[row] ?? 0) - projection * (vector[row] ?? 0);
  }
}

function dotFrom(a: Float64Array, b: Float64Array, start: number): number {
  let sum = 0;
  for (let row = start; row < a.length; row++) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}
