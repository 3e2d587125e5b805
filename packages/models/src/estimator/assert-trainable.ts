import { type Feature, MlopsError, type Target, type TrainingData, type TrainingPart } from "@mlops/core";

import type { Estimator } from "./define-estimator.ts";
import { firstInfinite, firstMissing, firstOutside } from "./first-row.ts";
import type { FittedEstimator } from "./fitted-estimator.ts";
import { outputNames } from "./output-names.ts";
import { sameFeatures } from "./same-features.ts";

/**
 * Holds the data against the contract and the estimator's capabilities.
 *
 * @throws MlopsError MODEL_FIT_INVALID for data that nothing can be learnt from, ESTIMATOR_DATA_UNSUPPORTED for data
 *   that this estimator cannot take; each names the column and the row (from 0).
 */
export function assertTrainable(estimator: Estimator, training: TrainingData, initial?: FittedEstimator): void {
  assertTask(estimator, training.target);
  assertNames(training);
  assertPart(estimator, training, "");
  if (training.validation) {
    assertPart(estimator, training.validation, "The validation part: ");
    if (!sameFeatures(training.features, training.validation.features)) {
      throw unfit("The validation part has other columns or categories than the training part.");
    }
  }
  assertClasses(training);
  if (initial) assertInitial(estimator, training, initial);
}

function assertTask({ name, capabilities }: Estimator, target: Target): void {
  const task = target.kind === "classes" ? "classification" : "regression";
  if (!capabilities.tasks.includes(task)) {
    throw unsupported(`${name} is for ${capabilities.tasks.join(" and ")}; the target asks for ${task}.`);
  }
  if (target.kind === "classes" && capabilities.classes === "binary" && target.classes.length > 2) {
    throw unsupported(`${name} tells two classes apart; the target has ${target.classes.length}.`);
  }
}

function assertNames({ features, target }: TrainingData): void {
  if (features.length === 0) throw unfit("There is no column to learn from.");
  const taken = new Set(outputNames(target));
  const seen = new Set<string>();
  for (const { name } of features) {
    if (taken.has(name)) throw unfit(`A column cannot be called "${name}": that is an output of the model.`);
    if (seen.has(name)) throw unfit(`The column "${name}" occurs twice.`);
    seen.add(name);
  }
}

function assertPart(estimator: Estimator, { features, target, weights }: TrainingPart, where: string): void {
  const rows = target.kind === "classes" ? target.codes.length : target.values.length;
  if (rows === 0) throw unfit(`${where}There are no rows to learn from.`);
  if (target.kind === "values") assertFinite(target.values, `${where}The target`);
  else assertCodes(target.codes, target.classes.length, 0, `${where}The target`);
  for (const feature of features) assertFeature(estimator, feature, rows, where);
  if (weights) assertWeights(estimator, weights, rows, where);
}

function assertFeature({ name, capabilities }: Estimator, feature: Feature, rows: number, where: string): void {
  const column = feature.kind === "numeric" ? feature.values : feature.codes;
  const what = `${where}The column "${feature.name}"`;
  if (column.length !== rows) throw unfit(`${what} has ${column.length} rows, the target ${rows}.`);
  if (feature.kind === "categorical") {
    if (!capabilities.categories) {
      throw unsupported(
        `${name} takes numbers only; "${feature.name}" has categories.`,
        "Encode it by a preprocessing step first.",
      );
    }
    if (new Set(feature.categories).size < feature.categories.length || feature.categories.includes("")) {
      throw unfit(`${what} has a category that is empty or occurs twice.`);
    }
    assertCodes(feature.codes, feature.categories.length, -1, what);
  } else {
    const infinite = firstInfinite(feature.values);
    if (infinite >= 0) throw unfit(`${what} is ${feature.values[infinite]} in row ${infinite}.`);
  }
  if (capabilities.missingValues) return;
  const gap = feature.kind === "numeric" ? firstMissing(feature.values) : feature.codes.indexOf(-1);
  if (gap >= 0) {
    throw unsupported(
      `${name} cannot take missing values; "${feature.name}" is missing in row ${gap}.`,
      "Fill missing values by a preprocessing step (simple_imputer), or choose an estimator that takes them.",
    );
  }
}

function assertFinite(values: Float64Array, what: string): void {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) throw unfit(`${what} is ${values[row]} in row ${row}; such rows cannot be learnt from.`);
}

function assertCodes(codes: Int32Array, count: number, least: number, what: string): void {
  const row = firstOutside(codes, least, count);
  if (row >= 0)
    throw unfit(`${what} has the code ${codes[row]} in row ${row}; codes go from ${least} to ${count - 1}.`);
}

function assertWeights({ name, capabilities }: Estimator, weights: Float64Array, rows: number, where: string): void {
  if (!capabilities.sampleWeights) throw unsupported(`${name} cannot take sample weights.`);
  if (weights.length !== rows) throw unfit(`${where}There are ${weights.length} weights for ${rows} rows.`);
  const wrong = weights.findIndex((weight) => !(Number.isFinite(weight) && weight >= 0));
  if (wrong >= 0) throw unfit(`${where}The weight is ${weights[wrong]} in row ${wrong}; weights are numbers ≥ 0.`);
  if (weights.every((weight) => weight === 0)) throw unfit(`${where}All weights are 0.`);
}

function assertClasses({ target, weights, validation }: TrainingData): void {
  if (target.kind === "values") return;
  const { classes, codes } = target;
  if (new Set(classes).size < classes.length) throw unfit("The target names a class twice.");
  if (new Set(classes.map((label) => typeof label)).size > 1) throw unfit("The classes are not all of one type.");
  const counted = new Float64Array(classes.length);
  codes.forEach((code, row) => (counted[code] = (counted[code] ?? 0) + (weights?.[row] ?? 1)));
  const empty = counted.indexOf(0);
  if (empty >= 0)
    throw unfit(`The class ${JSON.stringify(classes[empty])} has no row with a weight in the training part.`);
  const other = validation?.target;
  if (other && (other.kind !== "classes" || other.classes.some((label, index) => label !== classes[index]))) {
    throw unfit("The validation part has other classes than the training part.");
  }
}

function assertInitial(estimator: Estimator, training: TrainingData, initial: FittedEstimator): void {
  if (!estimator.capabilities.fineTuning) throw unsupported(`${estimator.name} cannot go on from a trained model.`);
  if (initial.estimator !== estimator.name) {
    throw unsupported(`${estimator.name} cannot go on from a model of ${initial.estimator}.`);
  }
  if (!sameFeatures(training.features, initial.features)) {
    throw unfit("The model to go on from was trained on other columns or categories.");
  }
}

function unfit(message: string): MlopsError {
  return new MlopsError("MODEL_FIT_INVALID", message);
}

function unsupported(message: string, hint?: string): MlopsError {
  return new MlopsError("ESTIMATOR_DATA_UNSUPPORTED", message, hint === undefined ? {} : { hint });
}
