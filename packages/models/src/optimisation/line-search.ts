import { dot } from "../linear-algebra/orthogonal-columns.ts";
import { type Evaluation, largestComponent } from "./minimum.ts";

const SUFFICIENT = 1e-4;
const SHORTEST = 2 ** -40;

export interface Accepted<E extends Evaluation> {
  readonly parameters: Float64Array;
  readonly at: E;
}

/**
 * Halves the step until the value falls by a part of what the slope promises (Armijo's rule; Nocedal & Wright, Numerical
 * Optimization, 2nd edition, algorithm 3.1). Where the value changes by its rounding only, a smaller gradient decides.
 * Undefined where no step helps.
 */
export function backtrack<E extends Evaluation>(
  evaluate: (parameters: Float64Array) => E,
  from: Accepted<E>,
  direction: Float64Array,
): Accepted<E> | undefined {
  const slope = dot(from.at.gradient, direction);
  if (!(slope < 0)) return undefined;
  const rounding = 4 * Number.EPSILON * Math.abs(from.at.value);
  for (let step = 1; step >= SHORTEST; step /= 2) {
    const parameters = from.parameters.map((value, index) => value + step * (direction[index] ?? 0));
    const at = evaluate(parameters);
    if (at.value <= from.at.value + SUFFICIENT * step * slope) return { parameters, at };
    const level = Math.abs(at.value - from.at.value) <= rounding;
    if (level && largestComponent(at.gradient) < largestComponent(from.at.gradient)) return { parameters, at };
  }
  return undefined;
}
