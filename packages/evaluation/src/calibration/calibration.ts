import { MlopsError } from "@mlops/core";

import type { ClassLabel } from "../classification/class-labels.ts";
import { assertJudgedRows, type JudgedRows } from "../classification/judged-rows.ts";
import { isOfClass } from "../curves/ranking.ts";
import { applyBeta, type BetaMap, fitBeta } from "./beta.ts";
import { applyIsotonic, fitIsotonic, type IsotonicMap } from "./isotonic.ts";

export const calibrationMethods = ["isotonic", "beta"] as const;
export type CalibrationMethod = (typeof calibrationMethods)[number];

/** What calibrates a classifier's probabilities. Plain JSON. */
export interface Calibration {
  readonly method: CalibrationMethod;
  readonly classes: readonly ClassLabel[];
  /** Of two classes one map, for the last; of more one for each class against the rest. */
  readonly maps: readonly (IsotonicMap | BetaMap)[];
  /** Rows it was fitted to. */
  readonly n: number;
}

/**
 * Fits a calibration to rows that neither the model nor its early stopping has seen: the calibration part of a split, and
 * nothing else. More than two classes are calibrated one against the rest and then normalised.
 *
 * @throws MlopsError EVALUATION_CALIBRATION_IMPOSSIBLE where a class has no rows, EVALUATION_INPUT_INVALID
 */
export function fitCalibration(rows: JudgedRows, method: CalibrationMethod): Calibration {
  assertJudgedRows(rows);
  const { classes, truth, probabilities, weights } = rows;
  if (probabilities === undefined) {
    throw new MlopsError("EVALUATION_INPUT_INVALID", "A calibration needs probabilities, and there are classes only.");
  }
  assertAllClasses(rows);
  const codes = classes.length === 2 ? [1] : [...classes.keys()];
  const maps = codes.map((code) => {
    const column = probabilities[code] ?? new Float64Array();
    const positive = isOfClass(truth, code);
    return method === "isotonic"
      ? fitIsotonic(column.map(rounded), positive, weights)
      : fitBeta(column, positive, weights);
  });
  return { method, classes, maps, n: truth.length };
}

/**
 * Corners of an isotonic map are at least so far apart: between closer ones it would be so steep that the last bits of a
 * probability, in which a model and its exported file may differ, decided what comes out.
 */
const FINEST_SCORE = 1e-8;

function rounded(probability: number): number {
  return Math.round(probability / FINEST_SCORE) * FINEST_SCORE;
}

/** Calibrated probabilities, one array per class; those of a row sum to 1. */
export function applyCalibration(
  { classes, maps }: Calibration,
  probabilities: readonly Float64Array[],
): readonly Float64Array[] {
  if (probabilities.length !== classes.length) {
    throw new MlopsError(
      "EVALUATION_INPUT_INVALID",
      `The calibration is of ${classes.length} classes, but there are probabilities of ${probabilities.length}.`,
    );
  }
  const [only] = maps;
  if (classes.length === 2 && only !== undefined) {
    const positive = applyMap(only, probabilities[1] ?? new Float64Array());
    return [positive.map((p) => 1 - p), positive];
  }
  return normalised(maps.map((map, code) => applyMap(map, probabilities[code] ?? new Float64Array())));
}

function applyMap(map: IsotonicMap | BetaMap, probabilities: Float64Array): Float64Array {
  return map.kind === "isotonic" ? applyIsotonic(map, probabilities) : applyBeta(map, probabilities);
}

/** A row whose classes are all at 0 knows nothing: each gets the same. */
function normalised(columns: readonly Float64Array[]): readonly Float64Array[] {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns) for (const [row, value] of column.entries()) sums[row] = (sums[row] ?? 0) + value;
  return columns.map((column) =>
    column.map((value, row) => (sums[row] === 0 ? 1 / columns.length : value / (sums[row] ?? 1))),
  );
}

function assertAllClasses({ classes, truth, weights }: JudgedRows): void {
  for (const [code, label] of classes.entries()) {
    if (truth.some((value, row) => value === code && weights?.[row] !== 0)) continue;
    throw new MlopsError(
      "EVALUATION_CALIBRATION_IMPOSSIBLE",
      `None of the ${truth.length} rows of the calibration part is of class ${JSON.stringify(label)}.`,
      { details: { rows: truth.length, class: label } },
    );
  }
}
