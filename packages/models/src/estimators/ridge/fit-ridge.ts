import { MlopsError } from "@mlops/core";

import { ridgePath } from "../../linear-algebra/ridge-path.ts";
import { expandingFolds, type Fold } from "../../validation/expanding-folds.ts";
import type { RidgeOptions } from "./ridge-options.ts";
import type { AlphaScore, ExcludedColumn, RidgeState } from "./ridge-state.ts";
import { type ColumnScaling, learnScaling, meanOf, standardise } from "./standardisation.ts";

export interface RidgeProblem {
  readonly names: readonly string[];
  /** NaN is a missing value. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights?: Float64Array | undefined;
}

/**
 * Ridge regression on mean-imputed, standardised columns; the penalty is the one with the least mean squared error over
 * folds in time, the greater one where two are equal. Rows are in order of time. Imputation and scaling are learnt in each
 * fold from its own training rows. `progress` is told the fits done of all.
 *
 * @throws MlopsError MODEL_FIT_INVALID for too few rows
 */
export function fitRidge(
  problem: RidgeProblem,
  options: RidgeOptions,
  progress: (done: number, total: number) => void,
): RidgeState {
  const { names, target } = problem;
  if (target.length < 2) {
    throw new MlopsError("MODEL_FIT_INVALID", `Ridge regression needs at least 2 rows, got ${target.length}.`);
  }
  const { cv_splits: splits, gap } = options;
  const alphas = options.alpha === null ? options.alphas : [options.alpha];
  const folds = alphas.length > 1 ? expandingFolds(target.length, splits, gap) : [];
  const candidates = scoreAlphas(problem, alphas, folds, options, (done) => progress(done, folds.length + 1));
  const alpha = bestAlpha(candidates) ?? alphas[0] ?? 0;
  const { scalings, solutions } = fitRows(problem, target.length, [alpha], options);
  progress(folds.length + 1, folds.length + 1);
  const [solution] = solutions;
  return {
    means: scalings.map(({ mean }) => mean),
    scales: scalings.map(({ scale }) => scale),
    coefficients: [...(solution?.coefficients ?? [])],
    intercept: solution?.intercept ?? Number.NaN,
    alpha,
    excluded: names.flatMap((name, index) => excludedColumn(name, scalings[index])),
    crossValidation: { splits, gap, candidates },
  };
}

type Form = Pick<RidgeOptions, "standardize" | "fit_intercept">;

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
function fitRows(
  { columns, target, weights }: RidgeProblem,
  rows: number,
  alphas: readonly number[],
  { standardize, fit_intercept: hasIntercept }: Form,
): FittedRows {
  const learnt = columns
    .map((column) => learnScaling(column, rows, weights))
    .map((scaling) => (hasIntercept ? scaling : constantsKept(scaling)));
  const scalings = standardize ? learnt : learnt.map((scaling) => ({ ...scaling, scale: 1 }));
  const kept = [...scalings.keys()].filter((index) => scalings[index]?.excluded === null);
  const used = weights?.subarray(0, rows);
  const matrix = kept.map((index) => {
    const column = standardisedAt(columns, scalings, index, 0, rows);
    return hasIntercept ? centre(column, used) : uncentred(column, scalings[index], used);
  });
  const truth = hasIntercept
    ? centre(target.slice(0, rows), used)
    : { mean: 0, values: rooted(target.slice(0, rows), used) };
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

/** Without a constant term a constant column is one. */
function constantsKept(scaling: ColumnScaling): ColumnScaling {
  return scaling.excluded === "constant" && scaling.mean !== 0 ? { ...scaling, excluded: null } : scaling;
}

/** Without a constant term columns keep their distance from 0, which standardising has taken from them. */
function uncentred(
  values: Float64Array,
  scaling: ColumnScaling | undefined,
  weights?: Float64Array,
): { readonly mean: number; readonly values: Float64Array } {
  const mean = (scaling?.mean ?? 0) / (scaling?.scale ?? 1);
  return {
    mean: -mean,
    values: rooted(
      values.map((value) => value + mean),
      weights,
    ),
  };
}

function centre(
  values: Float64Array,
  weights?: Float64Array,
): { readonly mean: number; readonly values: Float64Array } {
  const mean = meanOf(values, weights);
  return {
    mean,
    values: rooted(
      values.map((value) => value - mean),
      weights,
    ),
  };
}

/** A row of weight w counts w times in a sum of squares when it is multiplied by √w. */
function rooted(values: Float64Array, weights?: Float64Array): Float64Array {
  return weights === undefined ? values : values.map((value, row) => value * Math.sqrt(weights[row] ?? 1));
}

function scoreAlphas(
  problem: RidgeProblem,
  alphas: readonly number[],
  folds: readonly Fold[],
  form: Form,
  progress: (done: number) => void,
): AlphaScore[] {
  if (folds.length === 0) return [];
  const errorsByFold = folds.map((fold, index) => {
    const errors = foldErrors(problem, alphas, fold, form);
    progress(index + 1);
    return errors;
  });
  return alphas.map((alpha, index) => {
    const errors = errorsByFold.map((errors) => errors[index] ?? Number.NaN);
    const meanSquaredError = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return { alpha, meanSquaredError, foldErrors: errors };
  });
}

function foldErrors(problem: RidgeProblem, alphas: readonly number[], fold: Fold, form: Form): number[] {
  const { columns, target, weights } = problem;
  const { scalings, solutions } = fitRows(problem, fold.trainEnd, alphas, form);
  const test = scalings.map((_, index) => standardisedAt(columns, scalings, index, fold.testStart, fold.testEnd));
  const testWeights = weights?.subarray(fold.testStart, fold.testEnd);
  return solutions.map(({ coefficients, intercept }) => {
    const residuals = target.slice(fold.testStart, fold.testEnd).map((value) => value - intercept);
    test.forEach((column, index) => {
      const coefficient = coefficients[index] ?? 0;
      column.forEach((value, row) => {
        residuals[row] = (residuals[row] ?? 0) - coefficient * value;
      });
    });
    const squares = residuals.reduce((sum, residual, row) => sum + (testWeights?.[row] ?? 1) * residual ** 2, 0);
    return squares / (testWeights?.reduce((sum, weight) => sum + weight, 0) ?? residuals.length);
  });
}

function standardisedAt(
  columns: readonly Float64Array[],
  scalings: readonly ColumnScaling[],
  index: number,
  start: number,
  end: number,
): Float64Array {
  const column = columns[index];
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
