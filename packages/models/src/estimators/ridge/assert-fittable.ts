import { MlopsError } from "@mlops/core";

import { OUTPUT_NAME } from "./ridge-to-onnx.ts";
import type { RidgeFeatures } from "./ridge-state.ts";

/** @throws MlopsError MODEL_FIT_INVALID naming the column, row or option that stands in the way. */
export function assertFittable(features: RidgeFeatures, target: Float64Array, alphas: readonly number[]): void {
  assertNames(features);
  if (target.length < 2) throw unfit(`Ridge regression needs at least 2 rows, got ${target.length}.`);
  const gap = target.findIndex((value) => !Number.isFinite(value));
  if (gap >= 0) throw unfit(`The target is ${target[gap]} in row ${gap}; rows without a target cannot be learnt from.`);
  features.columns.forEach((column, index) => assertColumn(column, features.names[index] ?? "", target.length));
  if (alphas.length === 0) throw unfit("Ridge regression needs at least one alpha.");
  const wrong = alphas.find((alpha) => !(Number.isFinite(alpha) && alpha >= 0));
  if (wrong !== undefined) throw unfit(`An alpha must be a number ≥ 0, got ${wrong}.`);
}

function assertNames({ names, columns }: RidgeFeatures): void {
  if (names.length === 0) throw unfit("Ridge regression needs at least one column.");
  if (names.length !== columns.length) throw unfit(`There are ${names.length} names for ${columns.length} columns.`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw unfit(`The column "${twice}" occurs twice.`);
  if (names.includes(OUTPUT_NAME))
    throw unfit(`A column cannot be called "${OUTPUT_NAME}": that is the model's output.`);
}

function assertColumn(column: Float64Array, name: string, rows: number): void {
  if (column.length !== rows) throw unfit(`The column "${name}" has ${column.length} rows, the target ${rows}.`);
  const infinite = column.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0) throw unfit(`The column "${name}" is ${column[infinite]} in row ${infinite}.`);
}

function unfit(message: string): MlopsError {
  return new MlopsError("MODEL_FIT_INVALID", message);
}
