import { MlopsError } from "@mlops/core";

import type { ClassLabel } from "./class-labels.ts";

/**
 * Rows with their true class and what a model says of them. Of `predicted` and `probabilities` at least one is there; where
 * only probabilities are, the predicted class is the likeliest, the first of equals.
 */
export interface JudgedRows {
  /** At least two, in scikit-learn's order (`sortClasses`); codes are positions in it. */
  readonly classes: readonly ClassLabel[];
  readonly truth: Int32Array;
  readonly predicted?: Int32Array | undefined;
  /** One array per class, each with one value in 0 … 1 per row; a row's sum is 1 within 1e-5. */
  readonly probabilities?: readonly Float64Array[] | undefined;
  /** Finite and not negative. */
  readonly weights?: Float64Array | undefined;
}

/** float32 models of a thousand classes stay well below. */
const SUM_TOLERANCE = 1e-5;

/** @throws MlopsError EVALUATION_INPUT_INVALID naming what is wrong and the first row where it is. */
export function assertJudgedRows({ classes, truth, predicted, probabilities, weights }: JudgedRows): void {
  if (classes.length < 2) throw invalid(`There is ${classes.length} class; a classification has at least two.`);
  if (predicted === undefined && probabilities === undefined) {
    throw invalid("There are neither predicted classes nor probabilities.");
  }
  assertCodes(truth, classes.length, "the truths");
  if (predicted !== undefined) {
    assertLength(predicted, truth, "predicted classes");
    assertCodes(predicted, classes.length, "the predicted classes");
  }
  if (probabilities !== undefined) assertProbabilities(probabilities, classes, truth);
  if (weights !== undefined) assertWeights(weights, truth.length);
}

/** @throws MlopsError EVALUATION_INPUT_INVALID */
export function assertWeights(weights: ArrayLike<number>, rows: number): void {
  if (weights.length !== rows) throw invalid(`There are ${rows} rows, but ${weights.length} weights.`);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] ?? Number.NaN;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw invalid(`The weight of row ${row} is ${weight}, not a finite number of at least 0.`, row);
    }
    sum += weight;
  }
  if (rows > 0 && sum === 0) throw invalid("All weights are 0.");
}

/** The predicted classes: as given, else the likeliest of each row. */
export function predictedCodes({ predicted, probabilities, truth }: JudgedRows): Int32Array {
  return predicted ?? likeliest(probabilities ?? [], truth.length).codes;
}

/** The likeliest class of each row, the first of equals, and its probability. */
export function likeliest(
  probabilities: readonly Float64Array[],
  rows: number,
): { readonly codes: Int32Array; readonly confidence: Float64Array } {
  const codes = new Int32Array(rows);
  const confidence = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  for (const [code, column] of probabilities.entries()) {
    for (let row = 0; row < rows; row++) {
      const probability = column[row] ?? Number.NaN;
      if (probability > (confidence[row] ?? 0)) {
        confidence[row] = probability;
        codes[row] = code;
      }
    }
  }
  return { codes, confidence };
}

/** The rows at the given positions; positions may repeat. */
export function rowsAt(rows: JudgedRows, positions: Uint32Array): JudgedRows {
  const take = (column: Float64Array): Float64Array => {
    const taken = new Float64Array(positions.length);
    for (let at = 0; at < positions.length; at++) taken[at] = column[positions[at] ?? 0] ?? Number.NaN;
    return taken;
  };
  const takeCodes = (codes: Int32Array): Int32Array => {
    const taken = new Int32Array(positions.length);
    for (let at = 0; at < positions.length; at++) taken[at] = codes[positions[at] ?? 0] ?? 0;
    return taken;
  };
  return {
    classes: rows.classes,
    truth: takeCodes(rows.truth),
    predicted: rows.predicted && takeCodes(rows.predicted),
    probabilities: rows.probabilities?.map(take),
    weights: rows.weights && take(rows.weights),
  };
}

function assertCodes(codes: Int32Array, classes: number, label: string): void {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code < 0 || code >= classes) {
      throw invalid(`Row ${row} of ${label} has code ${code}, outside 0 … ${classes - 1}.`, row);
    }
  }
}

function assertProbabilities(
  probabilities: readonly Float64Array[],
  classes: readonly ClassLabel[],
  truth: Int32Array,
): void {
  if (probabilities.length !== classes.length) {
    throw invalid(`There are ${classes.length} classes, but probabilities of ${probabilities.length}.`);
  }
  const sums = new Float64Array(truth.length);
  for (const [code, column] of probabilities.entries()) {
    assertLength(column, truth, `probabilities of class ${String(classes[code])}`);
    for (let row = 0; row < column.length; row++) {
      const probability = column[row] ?? Number.NaN;
      if (!(probability >= 0 && probability <= 1)) {
        throw invalid(`The probability of class ${String(classes[code])} in row ${row} is ${probability}.`, row);
      }
      sums[row] = (sums[row] ?? 0) + probability;
    }
  }
  const row = sums.findIndex((sum) => Math.abs(sum - 1) > SUM_TOLERANCE);
  if (row >= 0) throw invalid(`The probabilities of row ${row} sum to ${sums[row]}, not 1.`, row);
}

function assertLength(values: ArrayLike<number>, truth: Int32Array, label: string): void {
  if (values.length === truth.length) return;
  throw invalid(`There are ${truth.length} truths, but ${values.length} ${label}.`);
}

function invalid(message: string, row?: number): MlopsError {
  return new MlopsError("EVALUATION_INPUT_INVALID", message, row === undefined ? {} : { details: { row } });
}
