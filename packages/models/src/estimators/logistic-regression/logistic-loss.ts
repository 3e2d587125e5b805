import { addProduct, transposedProduct } from "../../linear-algebra/column-products.ts";

/**
 * Mean logistic loss with an L2 penalty, over parameters laid out score by score: the coefficients of a score, then its
 * intercept. Two classes have one score (the log-odds of the second), more have one each (softmax, over-parametrised as
 * scikit-learn's). T. Hastie, R. Tibshirani & J. Friedman, The Elements of Statistical Learning, 2nd edition, section 4.4.
 */
export interface LogisticProblem {
  readonly columns: readonly Float64Array[];
  readonly codes: Int32Array;
  readonly classCount: number;
  /** One per row, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** Strength of `penalty / 2 · |coefficients|²`. */
  readonly penalty: number;
  /** Strength of `sizePenalty · Σ |coefficients|`, which the loss here leaves out. */
  readonly sizePenalty: number;
  readonly fitIntercept: boolean;
}

export interface LossAt {
  readonly value: number;
  readonly gradient: Float64Array;
  /** One per score and row: the probability of the class; of two classes, of the second. */
  readonly probabilities: readonly Float64Array[];
}

/** Parameters of one score, intercept included. */
export function widthOf({ columns }: LogisticProblem): number {
  return columns.length + 1;
}

export function scoreCount({ classCount }: LogisticProblem): number {
  return classCount === 2 ? 1 : classCount;
}

export function lossAt(problem: LogisticProblem, parameters: Float64Array): LossAt {
  const scores = scoresAt(problem, parameters);
  const loss = scores.length === 1 ? binaryLoss(problem, scores) : softmaxLoss(problem, scores);
  return { ...penalised(problem, parameters, loss, residualsOf(problem, scores)), probabilities: scores };
}

function scoresAt(problem: LogisticProblem, parameters: Float64Array): Float64Array[] {
  const width = widthOf(problem);
  return Array.from({ length: scoreCount(problem) }, (_, score) => {
    const sums = new Float64Array(problem.codes.length).fill(parameters[score * width + width - 1] ?? 0);
    addProduct(sums, problem.columns, parameters.subarray(score * width, (score + 1) * width - 1));
    return sums;
  });
}

/** Answers the weighted loss; the scores become probabilities. */
function binaryLoss(
  { codes, weights }: LogisticProblem,
  [scores = new Float64Array()]: readonly Float64Array[],
): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? 0;
    const size = Math.exp(-Math.abs(score));
    loss += (weights[row] ?? 0) * (Math.log1p(size) + Math.max(score, 0) - (codes[row] === 1 ? score : 0));
    scores[row] = (score >= 0 ? 1 : size) / (1 + size);
  }
  return loss;
}

/** Answers the weighted loss; the scores become probabilities. */
function softmaxLoss({ codes, weights }: LogisticProblem, scores: readonly Float64Array[]): number {
  let loss = 0;
  for (let row = 0; row < codes.length; row++) {
    let largest = -Infinity;
    for (const column of scores) largest = Math.max(largest, column[row] ?? 0);
    let total = 0;
    for (const column of scores) total += Math.exp((column[row] ?? 0) - largest);
    const own = scores[codes[row] ?? 0]?.[row] ?? 0;
    loss += (weights[row] ?? 0) * (largest + Math.log(total) - own);
    for (const column of scores) column[row] = Math.exp((column[row] ?? 0) - largest) / total;
  }
  return loss;
}

function residualsOf({ codes, weights }: LogisticProblem, probabilities: readonly Float64Array[]): Float64Array[] {
  return probabilities.map((column, score) => {
    const own = probabilities.length === 1 ? 1 : score;
    const residuals = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) {
      residuals[row] = (weights[row] ?? 0) * ((column[row] ?? 0) - (codes[row] === own ? 1 : 0));
    }
    return residuals;
  });
}

function penalised(
  problem: LogisticProblem,
  parameters: Float64Array,
  loss: number,
  residuals: readonly Float64Array[],
): { readonly value: number; readonly gradient: Float64Array } {
  const { columns, penalty, fitIntercept } = problem;
  const width = widthOf(problem);
  const gradient = new Float64Array(parameters.length);
  let squares = 0;
  residuals.forEach((residual, score) => {
    transposedProduct(columns, residual).forEach((product, index) => {
      const coefficient = parameters[score * width + index] ?? 0;
      squares += coefficient ** 2;
      gradient[score * width + index] = product + penalty * coefficient;
    });
    if (fitIntercept) gradient[score * width + width - 1] = residual.reduce((sum, value) => sum + value, 0);
  });
  return { value: loss + (penalty / 2) * squares, gradient };
}
