import type { FitContext } from "@mlops/core";
import { MlopsError } from "@mlops/core";

import { coordinateDescent, type Descent } from "./coordinate-descent.ts";
import type { ElasticNetOptions } from "./elastic-net-options.ts";
import type { ElasticNetState } from "./elastic-net-state.ts";
import { type CentredProblem, centredProblem, type RegressionRows } from "./least-squares.ts";

const USUAL_FOLDS = 5;

/**
 * Fits at the given penalty, or at the one of a path with the least mean squared error over folds of consecutive rows, the
 * stronger one where two are equal. Nothing is standardised.
 *
 * @throws MlopsError MODEL_FIT_INVALID for fewer rows than folds
 */
export function fitElasticNet(data: RegressionRows, options: ElasticNetOptions, context: FitContext): ElasticNetState {
  const problem = centredProblem(data, options.fit_intercept);
  const path = options.alpha === null ? judgedPath(data, problem, options, context) : [];
  const alpha = options.alpha ?? bestOf(path);
  const descent = descend(problem, alpha, options, new Float64Array(problem.products.length));
  const { converged, sweeps, gap } = descent;
  if (!converged) {
    context.log(
      "warn",
      `The elastic net did not converge in ${sweeps} rounds (gap ${gap.toExponential(2)}). Standardise the columns, raise max_iter or alpha.`,
    );
  }
  context.progress(1, 1);
  return {
    coefficients: [...descent.coefficients],
    intercept: interceptOf(problem, descent.coefficients),
    alpha,
    l1Ratio: options.l1_ratio,
    convergence: { converged, sweeps, gap },
    path,
  };
}

function interceptOf({ means, targetMean }: CentredProblem, coefficients: Float64Array): number {
  return coefficients.reduce((sum, coefficient, index) => sum - coefficient * (means[index] ?? 0), targetMean);
}

function descend(problem: CentredProblem, alpha: number, options: ElasticNetOptions, start: Float64Array): Descent {
  const { l1_ratio: l1Ratio, positive, max_iter: maxSweeps, tol: tolerance } = options;
  return coordinateDescent(problem, { alpha, l1Ratio }, start, { positive, maxSweeps, tolerance });
}

/** From the strongest penalty to the weakest, each fit starting from the last. */
function judgedPath(
  data: RegressionRows,
  whole: CentredProblem,
  options: ElasticNetOptions,
  context: FitContext,
): ElasticNetState["path"] {
  const rows = data.target.length;
  const folds = options.cv ?? USUAL_FOLDS;
  if (rows < 2 * folds) {
    throw new MlopsError("MODEL_FIT_INVALID", `${rows} rows are too few for ${folds} folds; lower cv or set alpha.`);
  }
  const alphas = options.alphas?.toSorted((a, b) => b - a) ?? pathOf(whole, options);
  const errors = alphas.map(() => 0);
  for (let fold = 0; fold < folds; fold++) {
    const [start, end] = [foldStart(fold, folds, rows), foldStart(fold + 1, folds, rows)];
    const learnt = centredProblem(outside(data, start, end), options.fit_intercept);
    let coefficients: Float64Array = new Float64Array(learnt.products.length);
    alphas.forEach((alpha, index) => {
      coefficients = descend(learnt, alpha, options, coefficients).coefficients;
      const error = squaredError(data, coefficients, interceptOf(learnt, coefficients), start, end);
      errors[index] = (errors[index] ?? 0) + error / folds;
    });
    context.progress(fold + 1, folds + 1, `fold ${fold + 1} of ${folds}`);
  }
  return alphas.map((alpha, index) => ({ alpha, meanSquaredError: errors[index] ?? Number.NaN }));
}

/** Folds are as long as each other, the first ones by a row longer where rows are over. */
function foldStart(fold: number, folds: number, rows: number): number {
  return fold * Math.floor(rows / folds) + Math.min(fold, rows % folds);
}

/** From the least penalty that leaves no column down to `eps` times that. */
function pathOf(
  { products, rows }: CentredProblem,
  { l1_ratio: ratio, eps, n_alphas: count }: ElasticNetOptions,
): number[] {
  const largest = products.reduce((most, product) => Math.max(most, Math.abs(product)), 0);
  // With sizes unpenalised no penalty leaves no column; the path then begins where the lasso's tenth part would.
  const first = Math.max(largest / (rows * Math.max(ratio, 0.1)), Number.MIN_VALUE * 2 ** 60);
  return Array.from({ length: count }, (_, index) => first * eps ** (count === 1 ? 0 : index / (count - 1)));
}

function outside({ columns, target, weights }: RegressionRows, start: number, end: number): RegressionRows {
  const keep = (values: Float64Array): Float64Array => values.filter((_, row) => row < start || row >= end);
  return { columns: columns.map(keep), target: keep(target), weights: weights && keep(weights) };
}

function squaredError(
  { columns, target, weights }: RegressionRows,
  coefficients: Float64Array,
  intercept: number,
  start: number,
  end: number,
): number {
  let [sum, total] = [0, 0];
  for (let row = start; row < end; row++) {
    let prediction = intercept;
    for (let index = 0; index < columns.length; index++) {
      prediction += (coefficients[index] ?? 0) * (columns[index]?.[row] ?? 0);
    }
    const weight = weights?.[row] ?? 1;
    sum += weight * ((target[row] ?? 0) - prediction) ** 2;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

function bestOf(path: ElasticNetState["path"]): number {
  const [first] = path.toSorted((a, b) => a.meanSquaredError - b.meanSquaredError || b.alpha - a.alpha);
  return first?.alpha ?? 0;
}
