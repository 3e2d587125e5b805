import { solveLinear } from "./solve-linear.ts";

export interface LogisticFit {
  readonly coefficients: readonly [number, number];
  readonly intercept: number;
  /** Mean penalised negative log-likelihood. */
  readonly loss: number;
}

type Features = readonly [Float64Array, Float64Array];
type Vector = readonly number[];

/** Per row: enough to make a separable fit finite, too little to be seen in any other. */
const PENALTY = 1e-11;
const MAXIMAL_STEPS = 200;
/**
 * Newton decrement below which one more step squares what error is left. The loss is too flat there to be compared exactly:
 * it resolves parameters to half of the digits only.
 */
const SETTLED = 1e-12;
const LOSS_ROUNDING = 1e-13;

/**
 * Logistic regression on two features with coefficients that are not negative, by maximum likelihood. The problem is convex:
 * where the free solution is feasible it is the solution, else the best feasible one that leaves out a feature or both.
 */
export function fitConvexLogistic(features: Features, positive: Uint8Array, weights?: Float64Array): LogisticFit {
  const free = newton(features, [0, 1], positive, weights);
  if (isFeasible(free)) return free;
  const subsets = [[0], [1], []] as const;
  const fits = subsets.map((columns) => newton(features, columns, positive, weights)).filter(isFeasible);
  // The fit without features is always feasible. A strict comparison keeps the fuller fit of two equal ones.
  return fits.reduce((best, fit) => (fit.loss < best.loss ? fit : best));
}

function isFeasible({ coefficients }: LogisticFit): boolean {
  return coefficients.every((coefficient) => coefficient >= 0);
}

function newton(
  features: Features,
  columns: readonly (0 | 1)[],
  positive: Uint8Array,
  weights: Float64Array | undefined,
): LogisticFit {
  const used = columns.map((column) => features[column]);
  const evaluateAt = (parameters: Vector): State => evaluate(parameters, used, positive, weights);
  let parameters: Vector = [...columns.map(() => 0), 0];
  let current = evaluateAt(parameters);
  for (let step = 0; step < MAXIMAL_STEPS; step++) {
    const direction = solveLinear(current.hessian, current.gradient);
    const settled = dot(direction, current.gradient) < SETTLED;
    const next = lineSearch(parameters, direction, current.loss + (settled ? LOSS_ROUNDING : 0), evaluateAt);
    if (next === undefined) break;
    [parameters, current] = [next.parameters, next.state];
    if (settled) break;
  }
  const at = (column: 0 | 1): number => {
    const position = columns.indexOf(column);
    return position < 0 ? 0 : (parameters[position] ?? 0);
  };
  return { coefficients: [at(0), at(1)], intercept: parameters.at(-1) ?? 0, loss: current.loss };
}

interface State {
  readonly loss: number;
  readonly gradient: Vector;
  readonly hessian: readonly Vector[];
}

/** The longest halved step that takes the loss below the limit; undefined where none does. */
function lineSearch(
  from: Vector,
  direction: Vector,
  limit: number,
  evaluateAt: (parameters: Vector) => State,
): { readonly parameters: Vector; readonly state: State } | undefined {
  for (let size = 1; size > 1e-10; size /= 2) {
    const parameters = from.map((value, at) => value - size * (direction[at] ?? 0));
    const state = evaluateAt(parameters);
    if (state.loss < limit) return { parameters, state };
  }
  return undefined;
}

function evaluate(
  parameters: Vector,
  used: readonly Float64Array[],
  positive: Uint8Array,
  weights: Float64Array | undefined,
): State {
  const size = parameters.length;
  const gradient = constant(size, 0);
  const hessian = Array.from({ length: size }, () => constant(size, 0));
  const row = constant(size, 1);
  let [loss, total] = [0, 0];
  for (let at = 0; at < positive.length; at++) {
    for (const [column, values] of used.entries()) row[column] = values[at] ?? 0;
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    const score = dot(parameters, row);
    // One exponential of −|score| gives loss, error and curvature without cancellation.
    const decay = Math.exp(-Math.abs(score));
    const [likely, unlikely] = [1 / (1 + decay), decay / (1 + decay)];
    const target = positive[at] === 1;
    const wrong = target === score < 0;
    loss += weight * (Math.log1p(decay) + (wrong ? Math.abs(score) : 0));
    const error = weight * (target ? -1 : 1) * (wrong ? likely : unlikely);
    const curvature = weight * likely * unlikely;
    for (let i = 0; i < size; i++) {
      gradient[i] = (gradient[i] ?? 0) + error * (row[i] ?? 0);
      const line = hessian[i];
      if (line === undefined) continue;
      for (let j = 0; j <= i; j++) {
        line[j] = (line[j] ?? 0) + curvature * (row[i] ?? 0) * (row[j] ?? 0);
      }
    }
    total += weight;
  }
  const penalty = (value: number, at: number): number => (at === size - 1 ? 0 : PENALTY * value);
  return {
    loss: (loss + 0.5 * total * parameters.reduce((sum, value, at) => sum + penalty(value, at) * value, 0)) / total,
    gradient: gradient.map((value, at) => value / total + penalty(parameters[at] ?? 0, at)),
    hessian: hessian.map((line, i) =>
      line.map((_, j) => (hessian[Math.max(i, j)]?.[Math.min(i, j)] ?? 0) / total + (i === j ? PENALTY : 0)),
    ),
  };
}

function constant(size: number, value: number): number[] {
  return Array.from({ length: size }, () => value);
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
