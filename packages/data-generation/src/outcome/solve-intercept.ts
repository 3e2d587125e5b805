export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Beyond it the sigmoid is 0 or 1 in double precision, whatever usual scores are added. */
const FARTHEST = 800;

/**
 * The number that has to be added to all scores for their sigmoids to have this mean: a base rate, by bisection. −∞ for a
 * rate of 0, ∞ for a rate of 1.
 *
 * @param scores log odds of a sample of rows, at least one
 */
export function solveIntercept(scores: Float64Array, rate: number): number {
  if (rate <= 0) return Number.NEGATIVE_INFINITY;
  if (rate >= 1) return Number.POSITIVE_INFINITY;
  let low = -FARTHEST;
  let high = FARTHEST;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (const score of scores) sum += sigmoid(score + middle);
    if (sum < rate * scores.length) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
