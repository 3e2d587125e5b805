import { choleskySolve } from "../linear-algebra/cholesky.ts";
import { backtrack } from "./line-search.ts";
import { type Evaluation, largestComponent, type MinimiseSettings, type Minimum } from "./minimum.ts";

/**
 * Minimises a convex function by Newton's method with a line search: few iterations, each O(parameters³) besides the
 * Hessian (lower triangle, row-major). Directions without curvature are left alone.
 */
export function minimiseNewton<E extends Evaluation>(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => E,
  hessian: (at: E) => Float64Array,
  { tolerance, maxIterations, onIteration }: MinimiseSettings,
): Minimum<E> {
  let current = { parameters: start, at: evaluate(start) };
  for (let iterations = 0; ; iterations++) {
    if (largestComponent(current.at.gradient) <= tolerance) return { ...current, iterations, reason: null };
    if (iterations === maxIterations) return { ...current, iterations, reason: "max-iter" };
    const direction = newtonStep(hessian(current.at), current.at.gradient);
    const next = backtrack(evaluate, current, direction);
    if (next === undefined) return { ...current, iterations, reason: "no-progress" };
    current = next;
    onIteration(iterations + 1, current.at.value);
  }
}

/** The step to where the quadratic model has its minimum. */
export function newtonStep(hessian: Float64Array, gradient: Float64Array): Float64Array {
  return choleskySolve(
    hessian,
    gradient.map((value) => -value),
  );
}
