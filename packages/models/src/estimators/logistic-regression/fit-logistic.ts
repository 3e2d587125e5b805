import { type ClassTarget, type FitContext, MlopsError } from "@mlops/core";

import { rowWeights } from "../../estimator/class-weights.ts";
import { minimiseLbfgs } from "../../optimisation/minimise-lbfgs.ts";
import { minimiseNewton } from "../../optimisation/minimise-newton.ts";
import { minimiseProximalNewton } from "../../optimisation/minimise-proximal-newton.ts";
import { largestComponent, type Minimum, type MinimiseSettings } from "../../optimisation/minimum.ts";
import { isSeparated } from "./is-separated.ts";
import { logisticHessian } from "./logistic-hessian.ts";
import { type LogisticProblem, lossAt, type LossAt, scoreCount, widthOf } from "./logistic-loss.ts";
import type { LogisticOptions } from "./logistic-options.ts";
import type { Convergence, LogisticState } from "./logistic-state.ts";

/** Up to so many parameters Newton's few but costly iterations are the faster. */
const NEWTON_PARAMETERS = 200;

export interface LogisticData {
  readonly columns: readonly Float64Array[];
  readonly target: ClassTarget;
  readonly weights?: Float64Array | undefined;
}

/**
 * Minimises the logistic loss from zero; equal data gives an equal state. Nothing is standardised: coefficients are per
 * unit of the columns and the penalty acts on them as they are. An optimum at infinity (no penalty and a rule that
 * separates the classes) is reported as not converged, with finite coefficients.
 *
 * @throws MlopsError MODEL_FIT_INVALID for fewer than two classes, CANCELLED
 */
export function fitLogistic(data: LogisticData, options: LogisticOptions, context: FitContext): LogisticState {
  const { classes } = data.target;
  if (classes.length < 2) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `Logistic regression needs two classes; every row is ${JSON.stringify(classes[0])}.`,
    );
  }
  const problem = problemOf(data, options);
  const settings: MinimiseSettings = {
    tolerance: options.tol,
    maxIterations: options.max_iter,
    onIteration: (iterations, value) => context.progress(iterations, options.max_iter, `loss ${value.toPrecision(6)}`),
  };
  const { solver, minimum } = minimise(problem, options, settings);
  const convergence = convergenceOf(problem, solver, minimum);
  if (!convergence.converged) context.log("warn", messageOf(convergence, options));
  context.progress(options.max_iter, options.max_iter);
  return { classes: [...classes], ...layOut(problem, minimum.parameters), convergence };
}

function problemOf({ columns, target, weights }: LogisticData, options: LogisticOptions): LogisticProblem {
  const { codes, classes } = target;
  const own = rowWeights(target, options.class_weight, weights);
  const total = own.reduce((sum, weight) => sum + weight, 0);
  const strength = options.penalty === "none" || options.penalty === null ? 0 : 1 / (options.C * total);
  return {
    columns,
    codes,
    classCount: classes.length,
    weights: own.map((weight) => weight / total),
    penalty: (1 - sizeShare(options)) * strength,
    sizePenalty: sizeShare(options) * strength,
    fitIntercept: options.fit_intercept,
  };
}

/** The part of the penalty that is on the sizes of the coefficients. */
function sizeShare({ penalty, l1_ratio: ratio }: LogisticOptions): number {
  if (penalty === "l1") return 1;
  return penalty === "elasticnet" ? ratio : 0;
}

function minimise(
  problem: LogisticProblem,
  options: LogisticOptions,
  settings: MinimiseSettings,
): { readonly solver: Convergence["solver"]; readonly minimum: Minimum<LossAt> } {
  const parameters = widthOf(problem) * scoreCount(problem);
  const start = new Float64Array(parameters);
  const evaluate = (at: Float64Array): LossAt => lossAt(problem, at);
  const hessian = (at: LossAt): Float64Array => logisticHessian(problem, at.probabilities);
  if (problem.sizePenalty > 0) {
    const width = widthOf(problem);
    const lambdas = start.map((_, index) => (index % width === width - 1 ? 0 : problem.sizePenalty));
    const minimum = minimiseProximalNewton(start, evaluate, hessian, lambdas, settings);
    return { solver: "proximal-newton", minimum };
  }
  const auto = parameters <= NEWTON_PARAMETERS ? "newton-cholesky" : "lbfgs";
  const solver = options.solver === "auto" ? auto : options.solver;
  const minimum =
    solver === "lbfgs"
      ? minimiseLbfgs(start, evaluate, inverseCurvature(problem), settings)
      : minimiseNewton(start, evaluate, hessian, settings);
  return { solver, minimum };
}

/** One over the diagonal of the Hessian at the start, where all probabilities are equal. */
function inverseCurvature(problem: LogisticProblem): Float64Array {
  const { columns, weights, penalty, classCount } = problem;
  const share = (1 / classCount) * (1 - 1 / classCount);
  const curvatures = columns.map((column) => share * weightedSquares(column, weights) + penalty);
  const score = [...curvatures, share].map((curvature) => (curvature > 0 ? 1 / curvature : 1));
  return Float64Array.from(Array.from({ length: scoreCount(problem) }, () => score).flat());
}

function weightedSquares(column: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < column.length; row++) sum += (weights[row] ?? 0) * (column[row] ?? 0) ** 2;
  return sum;
}

function convergenceOf(
  problem: LogisticProblem,
  solver: Convergence["solver"],
  { parameters, at, iterations, reason }: Minimum<LossAt>,
): Convergence {
  const separated = problem.penalty === 0 && problem.sizePenalty === 0 && isSeparated(problem, parameters, at);
  return {
    converged: reason === null && !separated,
    solver,
    iterations,
    gradient: largestComponent(at.gradient),
    loss: at.value,
    reason: separated ? "separable" : reason,
  };
}

function layOut(
  problem: LogisticProblem,
  parameters: Float64Array,
): Pick<LogisticState, "coefficients" | "intercepts"> {
  const width = widthOf(problem);
  const count = scoreCount(problem);
  const meanAt = (index: number): number => {
    // Of softmax scores only differences count; where sizes are penalised, the optimum has settled that.
    if (count === 1 || (problem.sizePenalty > 0 && index < width - 1)) return 0;
    let sum = 0;
    for (let score = 0; score < count; score++) sum += parameters[score * width + index] ?? 0;
    return sum / count;
  };
  const means = Float64Array.from({ length: width }, (_, index) => meanAt(index));
  const scores = Array.from({ length: count }, (_, score) =>
    means.map((mean, index) => (parameters[score * width + index] ?? 0) - mean),
  );
  return {
    coefficients: scores.map((score) => [...score.subarray(0, width - 1)]),
    intercepts: scores.map((score) => score[width - 1] ?? 0),
  };
}

function messageOf({ reason, iterations, gradient }: Convergence, { tol }: LogisticOptions): string {
  const state = `after ${iterations} iterations the gradient is ${gradient.toExponential(2)}, asked for ${tol}`;
  switch (reason) {
    case "separable":
      return "Logistic regression did not converge: a rule separates the classes, so that without a penalty the best coefficients are infinite. Set a penalty.";
    case "max-iter":
      return `Logistic regression did not converge: ${state}. Standardise the columns, or raise max_iter.`;
    case "no-progress":
    case null:
      return `Logistic regression did not converge: no step lowers the loss any more; ${state}. Standardise the columns, or raise tol.`;
  }
}
