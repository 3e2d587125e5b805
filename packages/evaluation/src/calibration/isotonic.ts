import { descendingOrder } from "../series/descending-order.ts";

/** A step-wise rising map given by its corners; between them it is linear, beyond them constant. Plain JSON. */
export interface IsotonicMap {
  readonly kind: "isotonic";
  /** Scores, ascending. */
  readonly x: readonly number[];
  /** Probabilities, never falling. */
  readonly y: readonly number[];
}

/** Scores closer than this are one, as in scikit-learn. */
const SAME_SCORE = 1e-15;

/**
 * The rising map with the least squared error, by pooling adjacent violators. Equal scores share one value; corners inside
 * a level stretch are dropped, which changes nothing.
 *
 * M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid & E. Silverman, An empirical distribution function for sampling with
 * incomplete information, Annals of Mathematical Statistics 26 (1955); B. Zadrozny & C. Elkan, Transforming classifier
 * scores into accurate multiclass probability estimates, KDD 2002.
 *
 * @param scores finite, at least one
 * @param targets what is to be met, in 0 … 1 for calibration
 */
export function fitIsotonic(scores: Float64Array, targets: ArrayLike<number>, weights?: Float64Array): IsotonicMap {
  const { x, y, weight } = distinctScores(scores, targets, weights);
  const fitted = poolAdjacentViolators(y, weight);
  const corners = fitted.keys().filter((at) => {
    const level = fitted[at] === fitted[at - 1] && fitted[at] === fitted[at + 1];
    return at === 0 || at === fitted.length - 1 || !level;
  });
  const kept = [...corners];
  return { kind: "isotonic", x: kept.map((at) => x[at] ?? 0), y: kept.map((at) => fitted[at] ?? 0) };
}

export function applyIsotonic({ x, y }: IsotonicMap, scores: Float64Array): Float64Array {
  return scores.map((score) => {
    const above = firstNotBelow(x, score);
    if (above === 0) return y[0] ?? Number.NaN;
    if (above === x.length) return y.at(-1) ?? Number.NaN;
    const [left, right] = [x[above - 1] ?? 0, x[above] ?? 0];
    const [low, high] = [y[above - 1] ?? 0, y[above] ?? 0];
    return low + ((high - low) / (right - left)) * (score - left);
  });
}

/** Position of the first value that is not below the score. */
function firstNotBelow(ascending: readonly number[], score: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface WeightedPoints {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly weight: readonly number[];
}

/** Distinct scores, ascending, with the mean target of each. Rows of weight 0 do not count. */
function distinctScores(scores: Float64Array, targets: ArrayLike<number>, weights?: Float64Array): WeightedPoints {
  const x: number[] = [];
  const sum: number[] = [];
  const weight: number[] = [];
  for (const row of descendingOrder(scores).toReversed()) {
    const w = weights === undefined ? 1 : (weights[row] ?? 0);
    if (w === 0) continue;
    const score = scores[row] ?? Number.NaN;
    if (x.length === 0 || score - (x.at(-1) ?? 0) >= SAME_SCORE) {
      x.push(score);
      sum.push(0);
      weight.push(0);
    }
    const last = x.length - 1;
    sum[last] = (sum[last] ?? 0) + w * (targets[row] ?? Number.NaN);
    weight[last] = (weight[last] ?? 0) + w;
  }
  return { x, y: sum.map((total, at) => total / (weight[at] ?? 1)), weight };
}

function poolAdjacentViolators(y: readonly number[], weight: readonly number[]): Float64Array {
  const blocks: { sum: number; weight: number; size: number }[] = [];
  for (const [at, value] of y.entries()) {
    const w = weight[at] ?? 0;
    let block = { sum: value * w, weight: w, size: 1 };
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.sum / before.weight < block.sum / block.weight) break;
      blocks.pop();
      block = {
        sum: before.sum + block.sum,
        weight: before.weight + block.weight,
        size: before.size + block.size,
      };
    }
    blocks.push(block);
  }
  const fitted = new Float64Array(y.length);
  let from = 0;
  for (const { sum, weight: total, size } of blocks) {
    fitted.fill(sum / total, from, from + size);
    from += size;
  }
  return fitted;
}
