import { dot } from "../../linear-algebra/orthogonal-columns.ts";
import { meanOf } from "../ridge/standardisation.ts";
import type { LeastSquares } from "./coordinate-descent.ts";

/** Rows of a regression; weights are ≥ 0 and not all 0. */
export interface RegressionRows {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  readonly weights?: Float64Array | undefined;
}

export interface CentredProblem extends LeastSquares {
  readonly means: readonly number[];
  readonly targetMean: number;
}

/** Products of the columns, centred where there is a constant term; weights are scaled to a mean of 1. */
export function centredProblem({ columns, target, weights }: RegressionRows, hasIntercept: boolean): CentredProblem {
  const rows = target.length;
  const total = weights?.reduce((sum, weight) => sum + weight, 0);
  const roots = total === undefined ? undefined : weights?.map((weight) => Math.sqrt((weight * rows) / total));
  const means = columns.map((column) => (hasIntercept ? meanOf(column, weights) : 0));
  const targetMean = hasIntercept ? meanOf(target, weights) : 0;
  const matrix = columns.map((column, index) => centred(column, means[index] ?? 0, roots));
  const truth = centred(target, targetMean, roots);
  const n = columns.length;
  const gram = new Float64Array(n * n);
  matrix.forEach((column, index) => {
    for (let other = 0; other <= index; other++) {
      const product = dot(column, matrix[other] ?? column);
      gram[index * n + other] = product;
      gram[other * n + index] = product;
    }
  });
  matrix.forEach((_, index) => {
    const size = means[index] ?? 0;
    // What rounding leaves of a constant column is no information.
    const rounding = rows * (rows * Number.EPSILON * size) ** 2;
    if ((gram[index * n + index] ?? 0) > rounding) return;
    for (let other = 0; other < n; other++) {
      gram[index * n + other] = 0;
      gram[other * n + index] = 0;
    }
  });
  const products = Float64Array.from(matrix, (column, index) =>
    gram[index * n + index] === 0 ? 0 : dot(column, truth),
  );
  return { rows, gram, products, square: dot(truth, truth), means, targetMean };
}

function centred(values: Float64Array, mean: number, roots: Float64Array | undefined): Float64Array {
  return values.map((value, row) => (value - mean) * (roots?.[row] ?? 1));
}
