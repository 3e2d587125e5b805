import { type Feature, MlopsError, type Prediction } from "@mlops/core";
import type { z } from "zod";

import type { Estimator } from "./define-estimator.ts";
import { firstInfinite, firstMissing } from "./first-row.ts";
import type { FeatureSchema, FittedEstimator } from "./fitted-estimator.ts";

/**
 * Predictions of a fitted estimator, one per row. Features are bound by name, in any order; more than the model needs are
 * not looked at. Categories are matched by their text: one that training did not see counts as missing.
 *
 * @throws MlopsError MODEL_INPUT_MISSING, MODEL_INPUT_TYPE, MODEL_INPUT_LENGTH, MODEL_INPUT_NOT_FINITE naming the column,
 *   ESTIMATOR_DATA_UNSUPPORTED for a missing value that the estimator cannot take, MODEL_UNSUPPORTED for another's model,
 *   ESTIMATOR_MISBEHAVED where the answer has another shape than the training's target
 */
export async function predictEstimator<State extends object>(
  estimator: Estimator<z.ZodType, State>,
  fitted: FittedEstimator<State>,
  features: readonly Feature[],
): Promise<Prediction> {
  assertOwnModel(estimator, fitted);
  const given = new Map(features.map((feature) => [feature.name, feature]));
  const bound = fitted.features.map((schema) => bind(schema, given.get(schema.name)));
  const rows = lengthOf(bound[0] ?? features[0]);
  for (const feature of bound) assertFeature(estimator, feature, rows);
  const prediction = await estimator.predict(bound, fitted.state);
  assertAnswer(estimator, fitted, prediction, rows);
  return prediction;
}

/** @throws MlopsError MODEL_UNSUPPORTED for a model of another estimator */
export function assertOwnModel({ name }: Estimator, fitted: FittedEstimator): void {
  if (fitted.estimator === name) return;
  throw new MlopsError("MODEL_UNSUPPORTED", `The model is one of ${fitted.estimator}, not of ${name}.`);
}

function assertAnswer({ name }: Estimator, { target }: FittedEstimator, prediction: Prediction, rows: number): void {
  const columns = prediction.kind === "values" ? [prediction.values] : prediction.probabilities;
  const expected = target.kind === "values" ? 1 : target.classes.length;
  const sameKind = (prediction.kind === "values") === (target.kind === "values");
  if (sameKind && columns.length === expected && columns.every(({ length }) => length === rows)) return;
  throw new MlopsError(
    "ESTIMATOR_MISBEHAVED",
    `${name} predicted ${columns.length} columns of ${columns[0]?.length ?? 0} ${prediction.kind} for ${rows} rows; ${expected} columns of ${target.kind} were due.`,
  );
}

function bind(schema: FeatureSchema, feature: Feature | undefined): Feature {
  if (feature === undefined) {
    throw new MlopsError("MODEL_INPUT_MISSING", `The model needs the column "${schema.name}", which was not given.`, {
      details: { missing: [schema.name] },
    });
  }
  if (schema.kind === "numeric" && feature.kind === "numeric") return feature;
  if (schema.kind === "categorical" && feature.kind === "categorical") {
    const positions = new Map(schema.categories.map((category, code) => [category, code]));
    const codeOf = feature.categories.map((category) => positions.get(category) ?? -1);
    return { ...feature, codes: feature.codes.map((code) => codeOf[code] ?? -1), categories: schema.categories };
  }
  throw new MlopsError("MODEL_INPUT_TYPE", `The column "${schema.name}" is ${feature.kind}, not ${schema.kind}.`, {
    details: { column: schema.name, expected: schema.kind, given: feature.kind },
  });
}

function assertFeature({ name, capabilities }: Estimator, feature: Feature, rows: number): void {
  const length = lengthOf(feature);
  if (length !== rows) {
    throw new MlopsError(
      "MODEL_INPUT_LENGTH",
      `The column "${feature.name}" has ${length} rows, others have ${rows}.`,
      {
        details: { column: feature.name, rows: length, expected: rows },
      },
    );
  }
  if (!capabilities.missingValues) {
    const gap = feature.kind === "numeric" ? firstMissing(feature.values) : feature.codes.indexOf(-1);
    if (gap >= 0) {
      throw new MlopsError(
        "ESTIMATOR_DATA_UNSUPPORTED",
        `${name} cannot take missing values; "${feature.name}" is missing in row ${gap}.`,
      );
    }
  }
  if (feature.kind === "categorical") return;
  const row = firstInfinite(feature.values);
  if (row < 0) return;
  throw new MlopsError(
    "MODEL_INPUT_NOT_FINITE",
    `The column "${feature.name}" is ${feature.values[row]} in row ${row}.`,
  );
}

function lengthOf(feature: Feature | undefined): number {
  if (feature === undefined) return 0;
  return feature.kind === "numeric" ? feature.values.length : feature.codes.length;
}
