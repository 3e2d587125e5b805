import { descendingOrder } from "../series/descending-order.ts";

/**
 * What lies at or above each distinct score, from the highest down: entry i counts the rows whose score is at least
 * `thresholds[i]`. Everything about a score that depends on its order alone is read from this.
 */
export interface Ranking {
  /** Distinct, descending. */
  readonly thresholds: Float64Array;
  /** Cumulative weights; the last entries are the totals. */
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/** Rows of weight 0 do not count, as in scikit-learn. Scores are finite. */
export function rankScores(positive: Uint8Array, scores: Float64Array, weights?: Float64Array): Ranking {
  const order = descendingOrder(scores);
  const thresholds = new Float64Array(order.length);
  const truePositives = new Float64Array(order.length);
  const falsePositives = new Float64Array(order.length);
  let distinct = 0;
  let above = 0;
  let below = 0;
  let last = Number.NaN;
  for (let rank = 0; rank < order.length; rank++) {
    const row = order[rank] ?? 0;
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    if (weight === 0) continue;
    const score = scores[row] ?? 0;
    if (positive[row] === 1) above += weight;
    else below += weight;
    if (score !== last) {
      thresholds[distinct] = score;
      distinct++;
      last = score;
    }
    truePositives[distinct - 1] = above;
    falsePositives[distinct - 1] = below;
  }
  return {
    thresholds: thresholds.subarray(0, distinct),
    truePositives: truePositives.subarray(0, distinct),
    falsePositives: falsePositives.subarray(0, distinct),
    positives: above,
    negatives: below,
  };
}

/** Area under the ROC curve, ties counted half. NaN where one of the two classes is missing. */
export function areaUnderRoc({ truePositives, falsePositives, positives, negatives }: Ranking): number {
  let [area, lastTrue, lastFalse] = [0, 0, 0];
  for (let at = 0; at < truePositives.length; at++) {
    const [t, f] = [truePositives[at] ?? 0, falsePositives[at] ?? 0];
    area += ((f - lastFalse) * (t + lastTrue)) / 2;
    [lastTrue, lastFalse] = [t, f];
  }
  return area / positives / negatives;
}

/** Average precision: precision at each threshold, weighted by the recall gained there. NaN without positives. */
export function averagePrecision({ truePositives, falsePositives, positives }: Ranking): number {
  let [sum, lastTrue] = [0, 0];
  for (let at = 0; at < truePositives.length; at++) {
    const t = truePositives[at] ?? 0;
    if (t > lastTrue) sum += ((t - lastTrue) * t) / (t + (falsePositives[at] ?? 0));
    lastTrue = t;
  }
  return sum / positives;
}

/** 1 where the row is of the class. */
export function isOfClass(truth: Int32Array, code: number): Uint8Array {
  const positive = new Uint8Array(truth.length);
  for (let row = 0; row < truth.length; row++) positive[row] = truth[row] === code ? 1 : 0;
  return positive;
}
