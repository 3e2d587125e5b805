import { ridgePath } from "../../linear-algebra/ridge-path.ts";
import { expandingFolds, type Fold } from "../../validation/expanding-folds.ts";
import { assertFittable } from "./assert-fittable.ts";
import type { AlphaScore, ExcludedColumn, RidgeFeatures, RidgeOptions, RidgeState } from "./ridge-state.ts";
import { type ColumnScaling, learnScaling, meanOf, standardise } from "./standardisation.ts";

const defaultAlphas = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000];

/**
 * Ridge regression on mean-imputed, standardised columns; the penalty is the one with the least mean squared error over
 * folds in time, the greater one where two are equal. Rows are in order of time. Imputation and scaling are learnt in each
 * fold from its own training rows. Equal input gives an equal state: nothing here is random.
 *
 * @throws MlopsError MODEL_FIT_INVALID for data or options that nothing can be learnt from.
 */
export function fitRidge(features: RidgeFeatures, target: Float64Array, options: RidgeOptions = {}): RidgeState {
  const { alphas = defaultAlphas, splits = 5, gap = 0 } = options;
  assertFittable(features, target, alphas);
  const candidates =
    alphas.length > 1 ? scoreAlphas(features, target, alphas, expandingFolds(target.length, splits, gap)) : [];
  const alpha = bestAlpha(candidates) ?? alphas[0] ?? 0;
  const { scalings, solutions } = fitRows(features, target, target.length, [alpha]);
  const [solution] = solutions;
  return {
    estimator: "ridge",
    stateVersion: 1,
    names: [...features.names],
    means: scalings.map(({ mean }) => mean),
    scales: scalings.map(({ scale }) => scale),
    coefficients: [...(solution?.coefficients ?? [])],
    intercept: solution?.intercept ?? Number.NaN,
    alpha,
    rows: target.length,
    excluded: features.names.flatMap((name, index) => excludedColumn(name, scalings[index])),
    crossValidation: { splits, gap, candidates },
  };
}

interface FittedRows {
  readonly scalings: readonly ColumnScaling[];
  /** One per alpha. */
  readonly solutions: readonly Solution[];
}

interface Solution {
  /** One per column. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/**
 * The standardised columns are centred once more and the intercept makes up for it: where a column's spread is small
 * against its size, its mean is known only to a fraction of that spread.
 */
function fitRows(features: RidgeFeatures, target: Float64Array, rows: number, alphas: readonly number[]): FittedRows {
  const scalings = features.columns.map((column) => learnScaling(column, rows));
  const kept = [...scalings.keys()].filter((index) => scalings[index]?.excluded === null);
  const matrix = kept.map((index) => centre(standardisedAt(features, scalings, index, 0, rows)));
  const truth = centre(target.slice(0, rows));
  const paths = ridgePath(
    matrix.map(({ values }) => values),
    truth.values,
    alphas,
  );
  const solutions = paths.map((path) => {
    const coefficients = new Float64Array(scalings.length);
    let intercept = truth.mean;
    kept.forEach((index, position) => {
      const coefficient = path[position] ?? 0;
      coefficients[index] = coefficient;
      intercept -= coefficient * (matrix[position]?.mean ?? 0);
    });
    return { coefficients, intercept };
  });
  return { scalings, solutions };
}

function centre(values: Float64Array): { readonly mean: number; readonly values: Float64Array } {
  const mean = meanOf(values);
  return { mean, values: values.map((value) => value - mean) };
}

function scoreAlphas(
  features: RidgeFeatures,
  target: Float64Array,
  alphas: readonly number[],
  folds: readonly Fold[],
): AlphaScore[] {
  const errorsByFold = folds.map((fold) => foldErrors(features, target, alphas, fold));
  return alphas.map((alpha, index) => {
    const errors = errorsByFold.map((errors) => errors[index] ?? Number.NaN);
    const meanSquaredError = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return { alpha, meanSquaredError, foldErrors: errors };
  });
}

function foldErrors(features: RidgeFeatures, target: Float64Array, alphas: readonly number[], fold: Fold): number[] {
  const { scalings, solutions } = fitRows(features, target, fold.trainEnd, alphas);
  const test = scalings.map((_, index) => standardisedAt(features, scalings, index, fold.testStart, fold.testEnd));
  return solutions.map(({ coefficients, intercept }) => {
    const residuals = target.slice(fold.testStart, fold.testEnd).map((value) => value - intercept);
    test.forEach((column, index) => {
      const coefficient = coefficients[index] ?? 0;
      column.forEach((value, row) => {
        residuals[row] = (residuals[row] ?? 0) - coefficient * value;
      });
    });
    return residuals.reduce((sum, residual) => sum + residual ** 2, 0) / residuals.length;
  });
}

function standardisedAt(
  features: RidgeFeatures,
  scalings: readonly ColumnScaling[],
  index: number,
  start: number,
  end: number,
): Float64Array {
  const column = features.columns[index];
  const scaling = scalings[index];
  if (column === undefined || scaling === undefined) throw new RangeError(`there is no column ${index}`);
  return standardise(column, scaling, start, end);
}

function bestAlpha(candidates: readonly AlphaScore[]): number | undefined {
  return candidates.toSorted((a, b) => a.meanSquaredError - b.meanSquaredError || b.alpha - a.alpha)[0]?.alpha;
}

function excludedColumn(name: string, scaling: ColumnScaling | undefined): ExcludedColumn[] {
  return scaling?.excluded ? [{ name, reason: scaling.excluded }] : [];
}
