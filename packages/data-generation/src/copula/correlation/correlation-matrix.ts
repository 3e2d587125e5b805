import { latentCorrelation } from "./latent-correlation.ts";
import type { ScoreShape } from "./score-shape.ts";

/** What is observed of one normal score: NaN where the row has no value. */
export interface ScoredColumn {
  readonly scores: Float32Array | Float64Array;
  readonly shape: ScoreShape;
  readonly complete: boolean;
}

/** Pairs that fewer rows have both values of say nothing about their correlation. */
const FEWEST_ROWS = 20;

/** The correlations of normal scores, pair by pair, from the rows that have both values. */
export function correlationMatrix(columns: readonly ScoredColumn[]): Float64Array[] {
  const matrix = columns.map((_, index) => {
    const row = new Float64Array(columns.length);
    row[index] = 1;
    return row;
  });
  for (const [i, first] of columns.entries()) {
    for (let j = 0; j < i; j += 1) {
      const second = columns[j];
      if (second === undefined) continue;
      const rho = latentCorrelation(first.shape, second.shape, observedCovariance(first, second));
      const [rowI, rowJ] = [matrix[i], matrix[j]];
      if (rowI) rowI[j] = rho;
      if (rowJ) rowJ[i] = rho;
    }
  }
  return matrix;
}

/**
 * The covariance of two columns' scores. Where only some rows have both, it is the correlation among those that counts,
 * brought to the variance of all.
 */
function observedCovariance(first: ScoredColumn, second: ScoredColumn): number {
  const [a, b] = [first.scores, second.scores];
  if (first.complete && second.complete) {
    let sum = 0;
    for (let row = 0; row < a.length; row += 1) sum += (a[row] ?? 0) * (b[row] ?? 0);
    return sum / a.length;
  }
  let [rows, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < a.length; row += 1) {
    const [x, y] = [a[row] ?? 0, b[row] ?? 0];
    // NaN alone differs from itself.
    if (x + y !== x + y) continue;
    rows += 1;
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  if (rows < FEWEST_ROWS) return 0;
  const covariance = product / rows - (sumA / rows) * (sumB / rows);
  const spread = Math.sqrt((squareA / rows - (sumA / rows) ** 2) * (squareB / rows - (sumB / rows) ** 2));
  return spread > 1e-12 ? (covariance / spread) * Math.sqrt(first.shape.variance * second.shape.variance) : 0;
}
