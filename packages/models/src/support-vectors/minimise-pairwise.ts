import type { KernelRows } from "./kernel-rows.ts";

/**
 * `αᵀ Q α / 2 + linear · α` under `0 ≤ α ≤ bounds` and `signs · α = 0`, with `Q[s,t] = signs[s] signs[t] K(rows[s], rows[t])`.
 */
export interface DualProblem {
  readonly kernel: KernelRows;
  /** The table's row of each variable. */
  readonly rows: Int32Array;
  /** 1 or −1 each. */
  readonly signs: Int8Array;
  readonly linear: Float64Array;
  readonly bounds: Float64Array;
}

export interface DualSolution {
  readonly alphas: Float64Array;
  /** What the decision is above 0 by: `Σ signs α K − rho`. */
  readonly rho: number;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface PairwiseSettings {
  /** Largest violation of the optimality conditions at the end. */
  readonly tolerance: number;
  /** −1: as many as it takes. */
  readonly maxIterations: number;
  /** Told now and then. */
  readonly onIteration: (iterations: number, violation: number) => void;
}

/** Stands in for a curvature that is not above 0. */
const LEAST_CURVATURE = 1e-12;
const TELL_EVERY = 1000;

/**
 * Sequential minimal optimisation: two variables at a time, chosen by what they gain at second order.
 * R.-E. Fan, P.-H. Chen & C.-J. Lin, Working set selection using second order information for training support vector
 * machines, J. Mach. Learn. Res. 6 (2005), WSS 2.
 */
export function minimisePairwise(problem: DualProblem, settings: PairwiseSettings): DualSolution {
  const { linear, rows, signs, bounds, kernel } = problem;
  const alphas = new Float64Array(linear.length);
  /** Q α + linear */
  const gradient = linear.slice();
  const limit = settings.maxIterations < 0 ? Infinity : settings.maxIterations;
  for (let iterations = 0; ; iterations++) {
    const pair = workingPair(problem, alphas, gradient);
    const converged = pair.violation < settings.tolerance || pair.second < 0;
    if (converged || iterations >= limit)
      return { alphas, rho: rhoOf(problem, alphas, gradient), iterations, converged };
    const { first, second } = pair;
    const [own, other] = [kernel.row(rows[first] ?? 0), kernel.row(rows[second] ?? 0)];
    const [before, beforeOther] = [alphas[first] ?? 0, alphas[second] ?? 0];
    movePair(first, second);
    const change = ((alphas[first] ?? 0) - before) * (signs[first] ?? 0);
    const changeOther = ((alphas[second] ?? 0) - beforeOther) * (signs[second] ?? 0);
    for (let index = 0; index < gradient.length; index++) {
      const row = rows[index] ?? 0;
      gradient[index] =
        (gradient[index] ?? 0) + (signs[index] ?? 0) * (change * (own[row] ?? 0) + changeOther * (other[row] ?? 0));
    }
    if (iterations % TELL_EVERY === TELL_EVERY - 1) settings.onIteration(iterations + 1, pair.violation);
  }

  function movePair(first: number, second: number): void {
    const [y, z] = [signs[first] ?? 0, signs[second] ?? 0];
    const [r, s] = [rows[first] ?? 0, rows[second] ?? 0];
    const curvature = (kernel.diagonal[r] ?? 0) + (kernel.diagonal[s] ?? 0) - 2 * (kernel.row(r)[s] ?? 0);
    const step = (-y * (gradient[first] ?? 0) + z * (gradient[second] ?? 0)) / Math.max(curvature, LEAST_CURVATURE);
    // α moves by y·t in the first and −z·t in the second, t ≥ 0, as far as the bounds let it.
    const room = (sign: number, alpha: number, bound: number): number => (sign > 0 ? bound - alpha : alpha);
    const most = room(y, alphas[first] ?? 0, bounds[first] ?? 0);
    const mostOther = room(-z, alphas[second] ?? 0, bounds[second] ?? 0);
    const length = Math.min(step, most, mostOther);
    alphas[first] = moved(alphas[first] ?? 0, y * length, bounds[first] ?? 0, length === most);
    alphas[second] = moved(alphas[second] ?? 0, -z * length, bounds[second] ?? 0, length === mostOther);
  }
}

/** Exactly the bound where it is reached. */
function moved(alpha: number, by: number, bound: number, reached: boolean): number {
  if (reached) return by > 0 ? bound : 0;
  return Math.min(Math.max(alpha + by, 0), bound);
}

interface WorkingPair {
  readonly first: number;
  /** −1 where none helps. */
  readonly second: number;
  readonly violation: number;
}

function workingPair(
  { signs, bounds, rows, kernel }: DualProblem,
  alphas: Float64Array,
  gradient: Float64Array,
): WorkingPair {
  let [highest, first] = [-Infinity, -1];
  for (let index = 0; index < signs.length; index++) {
    const sign = signs[index] ?? 0;
    const alpha = alphas[index] ?? 0;
    if (sign > 0 ? alpha >= (bounds[index] ?? 0) : alpha <= 0) continue;
    const value = -sign * (gradient[index] ?? 0);
    if (value <= highest) continue;
    highest = value;
    first = index;
  }
  if (first < 0) return { first, second: -1, violation: 0 };
  const row = rows[first] ?? 0;
  const own = kernel.row(row);
  const ownDiagonal = kernel.diagonal[row] ?? 0;
  let [lowest, best, second] = [Infinity, Infinity, -1];
  for (let index = 0; index < signs.length; index++) {
    const sign = signs[index] ?? 0;
    const alpha = alphas[index] ?? 0;
    if (sign > 0 ? alpha <= 0 : alpha >= (bounds[index] ?? 0)) continue;
    const value = -sign * (gradient[index] ?? 0);
    if (value < lowest) lowest = value;
    const difference = highest - value;
    if (difference <= 0) continue;
    const at = rows[index] ?? 0;
    const curvature = ownDiagonal + (kernel.diagonal[at] ?? 0) - 2 * (own[at] ?? 0);
    const gain = -(difference * difference) / Math.max(curvature, LEAST_CURVATURE);
    if (gain >= best) continue;
    best = gain;
    second = index;
  }
  return { first, second, violation: highest - lowest };
}

/** The mean over the variables between their bounds; without one the middle of what the others leave. */
function rhoOf({ signs, bounds }: DualProblem, alphas: Float64Array, gradient: Float64Array): number {
  let [sum, free, upper, lower] = [0, 0, Infinity, -Infinity];
  for (let index = 0; index < signs.length; index++) {
    const sign = signs[index] ?? 0;
    const alpha = alphas[index] ?? 0;
    const value = sign * (gradient[index] ?? 0);
    const [atZero, atBound] = [alpha <= 0, alpha >= (bounds[index] ?? 0)];
    if (!atZero && !atBound) {
      sum += value;
      free++;
    } else if ((atZero && sign > 0) || (!atZero && sign < 0)) upper = Math.min(upper, value);
    else lower = Math.max(lower, value);
  }
  if (free > 0) return sum / free;
  if (upper === Infinity && lower === -Infinity) return 0;
  if (upper === Infinity) return lower;
  return lower === -Infinity ? upper : (upper + lower) / 2;
}
