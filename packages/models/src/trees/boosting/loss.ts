/** Rows of a part, with what the trees so far say of them. */
export interface LossRows {
  readonly rows: number;
  /** Values of a regression; codes of classes. */
  readonly target: Float64Array;
  readonly weights: Float64Array | null;
  /** Sums of start and trees: output after output, `rows` of each. */
  readonly scores: Float32Array;
}

/** What boosting lowers: a function of scores and target, convex in the scores. */
export interface Loss {
  /** Scores of a row, and trees of a round. */
  readonly outputs: number;
  /** One score per output before the first tree. */
  start(target: Float64Array, weights: Float64Array | null): number[];
  /** To be called before the gradients of a round, whose trees all start from the same scores. */
  prepare?(part: LossRows): void;
  /** (gradient, hessian) of each row by one output, times its weight, into pairs. */
  gradients(part: LossRows, output: number, pairs: Float32Array): void;
  /** Mean over the rows, by their weights. */
  mean(part: LossRows): number;
  /** Of losses without curvature: the quantile of the residuals that a leaf's value is set to. */
  readonly leafQuantile?: number;
}

/** Writes a pair for each row, times its weight. */
export function writePairs(
  { rows, weights }: LossRows,
  pairs: Float32Array,
  gradient: (row: number) => number,
  hessian: (row: number) => number,
): void {
  for (let row = 0; row < rows; row++) {
    const weight = weights === null ? 1 : (weights[row] ?? 0);
    pairs[2 * row] = gradient(row) * weight;
    pairs[2 * row + 1] = hessian(row) * weight;
  }
}

export function weightedMean(rows: number, weights: Float64Array | null, valueOf: (row: number) => number): number {
  let [sum, total] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const weight = weights === null ? 1 : (weights[row] ?? 0);
    if (weight === 0) continue;
    total += weight;
    // By steps, so that large values do not overflow a sum.
    sum += ((valueOf(row) - sum) * weight) / total;
  }
  return sum;
}

/** Rows whose loss is told at most. */
const TOLD_ROWS = 10_000;

/**
 * Tells the mean loss of a part as its scores change: of all its rows, or where they are many of rows at even distances,
 * which is enough for a curve and a small part of what a round takes.
 */
export function lossTeller(loss: Loss, part: LossRows): () => number {
  const { rows, target, weights, scores } = part;
  if (rows <= TOLD_ROWS) return () => loss.mean(part);
  const told = Uint32Array.from({ length: TOLD_ROWS }, (_, at) => Math.floor((at * rows) / TOLD_ROWS));
  const picked: LossRows = {
    rows: TOLD_ROWS,
    target: Float64Array.from(told, (row) => target[row] ?? 0),
    weights: weights && Float64Array.from(told, (row) => weights[row] ?? 0),
    scores: new Float32Array(TOLD_ROWS * loss.outputs),
  };
  return () => {
    for (let output = 0; output < loss.outputs; output++) {
      for (let at = 0; at < TOLD_ROWS; at++) {
        picked.scores[output * TOLD_ROWS + at] = scores[output * rows + (told[at] ?? 0)] ?? 0;
      }
    }
    return loss.mean(picked);
  };
}
