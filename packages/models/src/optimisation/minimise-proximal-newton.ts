import { dot } from "../linear-algebra/orthogonal-columns.ts";
import { softThreshold } from "./soft-threshold.ts";
import type { Evaluation, MinimiseSettings, Minimum } from "./minimum.ts";

const SUFFICIENT = 1e-4;
const SHORTEST = 2 ** -40;
const MOST_SWEEPS = 1000;

/**
 * Minimises `f(w) + Σ λⱼ |wⱼ|` for a convex f by Newton's method: each step solves the quadratic model with the absolute
 * values in it by coordinate descent, then a line search. Coefficients become exactly 0. `hessian` answers the lower
 * triangle, row-major.
 *
 * J. Lee, Y. Sun & M. Saunders, Proximal Newton-type methods for minimizing composite functions, SIAM J. Optim. 24 (2014);
 * the inner loop as in J. Friedman, T. Hastie & R. Tibshirani, J. Stat. Software 33 (2010).
 */
export function minimiseProximalNewton<E extends Evaluation>(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => E,
  hessian: (at: E) => Float64Array,
  lambdas: Float64Array,
  { tolerance, maxIterations, onIteration }: MinimiseSettings,
): Minimum<E> {
  let current = { parameters: start, at: evaluate(start) };
  for (let iterations = 0; ; iterations++) {
    const steepest = largestSubgradient(current.parameters, current.at.gradient, lambdas);
    if (steepest <= tolerance) return { ...current, iterations, reason: null };
    if (iterations === maxIterations) return { ...current, iterations, reason: "max-iter" };
    const step = modelStep(current.parameters, current.at.gradient, hessian(current.at), lambdas, tolerance / 10);
    const next = backtrack(evaluate, current, step, lambdas, steepest);
    if (next === undefined) return { ...current, iterations, reason: "no-progress" };
    current = next;
    onIteration(iterations + 1, current.at.value + penaltyOf(current.parameters, lambdas));
  }
}

/** How far the nearest point of the subdifferential is from 0, in its largest component. */
function largestSubgradient(parameters: Float64Array, gradient: Float64Array, lambdas: Float64Array): number {
  return gradient.reduce((most, slope, index) => {
    const lambda = lambdas[index] ?? 0;
    const at = parameters[index] ?? 0;
    const size = at === 0 ? Math.max(0, Math.abs(slope) - lambda) : Math.abs(slope + Math.sign(at) * lambda);
    return Math.max(most, size);
  }, 0);
}

/** The step d with the least `g·d + d·H d / 2 + Σ λ |w + d|`. */
function modelStep(
  parameters: Float64Array,
  gradient: Float64Array,
  lower: Float64Array,
  lambdas: Float64Array,
  tolerance: number,
): Float64Array {
  const n = gradient.length;
  const step = new Float64Array(n);
  /** g + H d */
  const slopes = gradient.slice();
  const at = (row: number, column: number): number =>
    (row >= column ? lower[row * n + column] : lower[column * n + row]) ?? 0;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let index = 0; index < n; index++) {
      const curvature = at(index, index);
      if (curvature <= 0) continue;
      const from = (parameters[index] ?? 0) + (step[index] ?? 0);
      const to = softThreshold(curvature * from - (slopes[index] ?? 0), lambdas[index] ?? 0) / curvature;
      const change = to - from;
      if (change === 0) continue;
      step[index] = (step[index] ?? 0) + change;
      for (let other = 0; other < n; other++) slopes[other] = (slopes[other] ?? 0) + change * at(index, other);
      largest = Math.max(largest, Math.abs(change) * curvature);
    }
    if (largest <= tolerance) return step;
  }
  return step;
}

function backtrack<E extends Evaluation>(
  evaluate: (parameters: Float64Array) => E,
  from: { readonly parameters: Float64Array; readonly at: E },
  direction: Float64Array,
  lambdas: Float64Array,
  steepest: number,
): { readonly parameters: Float64Array; readonly at: E } | undefined {
  const moved = (step: number): Float64Array =>
    from.parameters.map((value, index) => value + step * (direction[index] ?? 0));
  const before = penaltyOf(from.parameters, lambdas);
  const promised = dot(from.at.gradient, direction) + penaltyOf(moved(1), lambdas) - before;
  const rounding = 4 * Number.EPSILON * Math.abs(from.at.value + before);
  for (let step = 1; step >= SHORTEST; step /= 2) {
    const parameters = moved(step);
    const at = evaluate(parameters);
    const gain = at.value + penaltyOf(parameters, lambdas) - from.at.value - before;
    if (gain <= SUFFICIENT * step * promised && promised < 0) return { parameters, at };
    // Where the value changes by its rounding only, a smaller subgradient decides.
    const level = Math.abs(gain) <= rounding;
    if (level && largestSubgradient(parameters, at.gradient, lambdas) < steepest) return { parameters, at };
  }
  return undefined;
}

function penaltyOf(parameters: Float64Array, lambdas: Float64Array): number {
  return parameters.reduce((sum, value, index) => sum + Math.abs(value) * (lambdas[index] ?? 0), 0);
}
