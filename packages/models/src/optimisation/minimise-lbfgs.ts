import { dot } from "../linear-algebra/orthogonal-columns.ts";
import { type Accepted, backtrack } from "./line-search.ts";
import { type Evaluation, largestComponent, type MinimiseSettings, type Minimum } from "./minimum.ts";

/** Steps that are remembered. */
const MEMORY = 10;

interface Pair {
  /** Change of the parameters. */
  readonly s: Float64Array;
  /** Change of the gradient. */
  readonly y: Float64Array;
  /** 1 / (s · y). */
  readonly rho: number;
}

/**
 * Minimises a smooth function by limited-memory BFGS: memory and time per iteration grow with the parameters only
 * linearly. `inverseCurvature`, one positive number per parameter, stands for the inverse Hessian before anything is
 * learnt of it; it makes up for columns of different size.
 *
 * J. Nocedal & S. Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5.
 */
export function minimiseLbfgs<E extends Evaluation>(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => E,
  inverseCurvature: Float64Array,
  { tolerance, maxIterations, onIteration }: MinimiseSettings,
): Minimum<E> {
  let current: Accepted<E> = { parameters: start, at: evaluate(start) };
  let memory: readonly Pair[] = [];
  for (let iterations = 0; ; iterations++) {
    if (largestComponent(current.at.gradient) <= tolerance) return { ...current, iterations, reason: null };
    if (iterations === maxIterations) return { ...current, iterations, reason: "max-iter" };
    const remembered = backtrack(evaluate, current, direction(current.at.gradient, memory, inverseCurvature));
    // What was remembered may mislead where curvature changes fast; steepest descent never does.
    const next = remembered ?? backtrack(evaluate, current, direction(current.at.gradient, [], inverseCurvature));
    if (next === undefined) return { ...current, iterations, reason: "no-progress" };
    memory = remembered === undefined ? [] : remember(memory, current, next);
    current = next;
    onIteration(iterations + 1, current.at.value);
  }
}

function direction(gradient: Float64Array, memory: readonly Pair[], inverseCurvature: Float64Array): Float64Array {
  const q = gradient.slice();
  const alphas = memory.toReversed().map(({ s, y, rho }) => {
    const alpha = rho * dot(s, q);
    addScaled(q, -alpha, y);
    return alpha;
  });
  const scale = scaleOf(memory.at(-1), inverseCurvature);
  const r = q.map((value, index) => scale * (inverseCurvature[index] ?? 1) * value);
  memory.forEach(({ s, y, rho }, index) => {
    const beta = rho * dot(y, r);
    addScaled(r, (alphas[memory.length - 1 - index] ?? 0) - beta, s);
  });
  return r.map((value) => -value);
}

/** s·y / y·By: the size of the inverse Hessian along the last step, in the metric of `inverseCurvature`. */
function scaleOf(last: Pair | undefined, inverseCurvature: Float64Array): number {
  if (last === undefined) return 1;
  const scaled = last.y.map((value, index) => value * (inverseCurvature[index] ?? 1));
  return 1 / (last.rho * dot(last.y, scaled));
}

function remember<E extends Evaluation>(memory: readonly Pair[], from: Accepted<E>, to: Accepted<E>): readonly Pair[] {
  const s = to.parameters.map((value, index) => value - (from.parameters[index] ?? 0));
  const y = to.at.gradient.map((value, index) => value - (from.at.gradient[index] ?? 0));
  const curvature = dot(s, y);
  if (!(curvature > Number.EPSILON * Math.sqrt(dot(s, s) * dot(y, y)))) return memory;
  return [...memory.slice(1 - MEMORY), { s, y, rho: 1 / curvature }];
}

function addScaled(into: Float64Array, factor: number, vector: Float64Array): void {
  for (let index = 0; index < into.length; index++) into[index] = (into[index] ?? 0) + factor * (vector[index] ?? 0);
}
