import type { RandomStream } from "@mlops/core";

/** A linear machine's rows, row-major, the constant term's column included. */
export interface LinearRows {
  readonly table: Float64Array;
  readonly width: number;
  /** Labels 1 and −1, or values. */
  readonly targets: Float64Array;
  /** What missing each row costs, above 0. */
  readonly costs: Float64Array;
}

export interface LinearSettings {
  /** Whether errors count by their square. */
  readonly squared: boolean;
  /** Of a regression: errors up to this cost nothing. */
  readonly epsilon: number | null;
  readonly tolerance: number;
  readonly maxRounds: number;
  readonly random: RandomStream;
  readonly onRound: (rounds: number) => void;
}

export interface LinearMachine {
  /** One per column of the table. */
  readonly weights: Float64Array;
  readonly rounds: number;
  readonly converged: boolean;
}

/**
 * Minimises `|w|² / 2 + Σ cost · loss` over the dual variables one by one, in a new order each round.
 * C.-J. Hsieh et al., A dual coordinate descent method for large-scale linear SVM, ICML 2008; for regression C.-H. Ho &
 * C.-J. Lin, Large-scale linear support vector regression, J. Mach. Learn. Res. 13 (2012).
 */
export function dualDescent(rows: LinearRows, settings: LinearSettings): LinearMachine {
  const { table, width, targets, costs } = rows;
  const { squared, epsilon, random, tolerance, maxRounds } = settings;
  const n = targets.length;
  const weights = new Float64Array(width);
  const duals = new Float64Array(n);
  const diagonal = costs.map((cost) => (squared ? 1 / (2 * cost) : 0));
  const squares = Float64Array.from({ length: n }, (_, row) => {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) sum += (table[at] ?? 0) ** 2;
    return sum;
  });
  const order = [...duals.keys()];
  for (let round = 1; ; round++) {
    random.shuffle(order);
    let violation = 0;
    for (const row of order) {
      const at = row * width;
      let score = 0;
      for (let column = 0; column < width; column++) score += (weights[column] ?? 0) * (table[at + column] ?? 0);
      const own = diagonal[row] ?? 0;
      const curvature = (squares[row] ?? 0) + own;
      if (curvature === 0) continue;
      const from = duals[row] ?? 0;
      const bound = squared ? Infinity : (costs[row] ?? 0);
      const gradient = score - (targets[row] ?? 0) + own * from;
      const { to, miss } =
        epsilon === null
          ? labelStep(from, (targets[row] ?? 0) * score - 1, own, curvature, bound, targets[row] ?? 0)
          : valueStep(from, gradient, epsilon, curvature, bound);
      violation = Math.max(violation, miss);
      if (to === from) continue;
      duals[row] = to;
      for (let column = 0; column < width; column++) {
        weights[column] = (weights[column] ?? 0) + (to - from) * (table[at + column] ?? 0);
      }
    }
    settings.onRound(round);
    if (violation <= tolerance || round >= maxRounds)
      return { weights, rounds: round, converged: violation <= tolerance };
  }
}

interface Step {
  readonly to: number;
  /** How far the row is from its optimality condition. */
  readonly miss: number;
}

/** The dual times the label, which lies in [0, bound]; `margin` is label · score − 1. */
function labelStep(from: number, margin: number, own: number, curvature: number, bound: number, label: number): Step {
  const alpha = from * label;
  const gradient = margin + own * alpha;
  const projected = alpha <= 0 ? Math.min(gradient, 0) : alpha >= bound ? Math.max(gradient, 0) : gradient;
  const to = Math.min(Math.max(alpha - gradient / curvature, 0), bound);
  return { to: (projected === 0 ? alpha : to) * label, miss: Math.abs(projected) };
}

/** The dual lies in [−bound, bound], and epsilon draws it to 0. */
function valueStep(from: number, gradient: number, epsilon: number, curvature: number, bound: number): Step {
  const [above, below] = [gradient + epsilon, gradient - epsilon];
  let miss: number;
  if (from === 0) miss = above < 0 ? -above : Math.max(below, 0);
  else if (from >= bound) miss = Math.max(above, 0);
  else if (from <= -bound) miss = Math.max(-below, 0);
  else miss = Math.abs(from > 0 ? above : below);
  const step = above < curvature * from ? -above / curvature : below > curvature * from ? -below / curvature : -from;
  return { to: Math.min(Math.max(from + step, -bound), bound), miss };
}
