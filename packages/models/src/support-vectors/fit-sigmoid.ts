/** `1 / (1 + exp(slope · decision + offset))`: the probability of the first of two classes. */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const MOST_ITERATIONS = 100;
const SMALLEST_GRADIENT = 1e-5;
const RIDGE = 1e-12;
const SHORTEST = 1e-10;

/**
 * The sigmoid under which labels are most likely, with targets that are drawn a little from 0 and 1. Newton's method.
 * J. Platt, Probabilistic outputs for support vector machines (1999), as mended by H.-T. Lin, C.-J. Lin & R. Weng, A note on
 * Platt's probabilistic outputs for support vector machines, Mach. Learn. 68 (2007).
 *
 * @param isFirst per decision: whether the row is of the first class
 */
export function fitSigmoid(decisions: Float64Array, isFirst: readonly boolean[]): Sigmoid {
  const positive = isFirst.filter(Boolean).length;
  const negative = isFirst.length - positive;
  const [high, low] = [(positive + 1) / (positive + 2), 1 / (negative + 2)];
  const targets = Float64Array.from(isFirst, (first) => (first ? high : low));
  let [slope, offset] = [0, Math.log((negative + 1) / (positive + 1))];
  let loss = lossOf(decisions, targets, slope, offset);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const { g1, g2, h11, h22, h21 } = derivatives(decisions, targets, slope, offset);
    if (Math.abs(g1) < SMALLEST_GRADIENT && Math.abs(g2) < SMALLEST_GRADIENT) break;
    const determinant = h11 * h22 - h21 * h21;
    const [d1, d2] = [-(h22 * g1 - h21 * g2) / determinant, -(-h21 * g1 + h11 * g2) / determinant];
    const descent = g1 * d1 + g2 * d2;
    let step = 1;
    for (; step >= SHORTEST; step /= 2) {
      const [to, toOffset] = [slope + step * d1, offset + step * d2];
      const value = lossOf(decisions, targets, to, toOffset);
      if (value >= loss + 1e-4 * step * descent) continue;
      [slope, offset, loss] = [to, toOffset, value];
      break;
    }
    if (step < SHORTEST) break;
  }
  return { slope, offset };
}

function lossOf(decisions: Float64Array, targets: Float64Array, slope: number, offset: number): number {
  let sum = 0;
  for (let row = 0; row < decisions.length; row++) {
    const score = slope * (decisions[row] ?? 0) + offset;
    const target = targets[row] ?? 0;
    sum += Math.log1p(Math.exp(-Math.abs(score))) + (score >= 0 ? target : target - 1) * score;
  }
  return sum;
}

function derivatives(decisions: Float64Array, targets: Float64Array, slope: number, offset: number) {
  let [g1, g2, h11, h22, h21] = [0, 0, RIDGE, RIDGE, 0];
  for (let row = 0; row < decisions.length; row++) {
    const decision = decisions[row] ?? 0;
    const score = slope * decision + offset;
    const size = Math.exp(-Math.abs(score));
    const [p, q] = score >= 0 ? [size / (1 + size), 1 / (1 + size)] : [1 / (1 + size), size / (1 + size)];
    const curvature = p * q;
    const difference = (targets[row] ?? 0) - p;
    g1 += decision * difference;
    g2 += difference;
    h11 += decision * decision * curvature;
    h22 += curvature;
    h21 += decision * curvature;
  }
  return { g1, g2, h11, h22, h21 };
}
