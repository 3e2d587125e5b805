/** A V = W: V is orthogonal, the columns of W are orthogonal to each other; their lengths are A's singular values. */
export interface OrthogonalColumns {
  readonly w: Float64Array[];
  readonly v: Float64Array[];
  /** Rounds over all pairs that it took. */
  readonly sweeps: number;
}

const MAXIMAL_SWEEPS = 60;

/**
 * Singular value decomposition by one-sided Jacobi rotations: pairs of columns are rotated until all are orthogonal to
 * working precision. Small singular values keep their relative accuracy, which collinear columns need. O(columns³) per
 * sweep after a QR, some six to ten sweeps. The columns of A are overwritten and become W.
 *
 * M. R. Hestenes, Inversion of matrices by biorthogonalization and related results, J. SIAM 6 (1958); after a QR as in
 * Z. Drmač & K. Veselić, New fast and accurate Jacobi SVD algorithm I, SIAM J. Matrix Anal. Appl. 29 (2008).
 *
 * @throws RangeError where a column holds a value that is not finite, or where the columns never settle.
 */
export function orthogonaliseColumns(columns: Float64Array[]): OrthogonalColumns {
  const v = columns.map((_, index) => {
    const unit = new Float64Array(columns.length);
    unit[index] = 1;
    return unit;
  });
  const largest = columns.reduce((sum, column) => sum + dot(column, column), 0);
  if (!Number.isFinite(largest)) throw new RangeError("orthogonaliseColumns needs finite columns");
  // Columns shorter than the rounding of the whole are noise, and more of them than rows never become orthogonal.
  const negligible = largest * Number.EPSILON ** 2;
  let sweeps = 0;
  for (let rotated = true; rotated; sweeps++) {
    if (sweeps === MAXIMAL_SWEEPS) throw new RangeError(`the columns are not orthogonal after ${sweeps} sweeps`);
    rotated = false;
    for (let first = 0; first < columns.length; first++) {
      for (let second = first + 1; second < columns.length; second++) {
        rotated = rotatePair(columns, v, first, second, negligible) || rotated;
      }
    }
  }
  return { w: columns, v, sweeps };
}

function rotatePair(
  columns: readonly Float64Array[],
  v: readonly Float64Array[],
  first: number,
  second: number,
  negligible: number,
): boolean {
  const [a, b, va, vb] = [columns[first], columns[second], v[first], v[second]];
  if (a === undefined || b === undefined || va === undefined || vb === undefined) return false;
  const aa = dot(a, a);
  const bb = dot(b, b);
  const ab = dot(a, b);
  const tolerance = a.length * Number.EPSILON;
  if (Math.min(aa, bb) <= negligible || Math.abs(ab) <= tolerance * Math.sqrt(aa) * Math.sqrt(bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  rotate(a, b, cosine, cosine * tangent);
  rotate(va, vb, cosine, cosine * tangent);
  return true;
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let row = 0; row < a.length; row++) {
    const x = a[row] ?? 0;
    const y = b[row] ?? 0;
    a[row] = cosine * x - sine * y;
    b[row] = sine * x + cosine * y;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}
