import { type Feature, MlopsError } from "@mlops/core";
import type { Table } from "@mlops/table";

import { conformTable } from "./conform-table.ts";
import { hostStepCount } from "./host-steps.ts";
import type { FittedStep, Preparation } from "./preparation.ts";
import { prepareFeatures } from "./prepared-features.ts";

/**
 * New rows as the estimator takes them, in their order; columns that training did not have are ignored. The one function
 * for validation, evaluation and serving.
 *
 * @throws MlopsError PREPROCESSING_COLUMN_MISSING, PREPROCESSING_COLUMN_TYPE, PREPROCESSING_VALUE_INVALID,
 *   PREPROCESSING_CATEGORY_UNKNOWN, each naming the column, and the row where one is at fault
 */
export function applyPreparation(table: Table, preparation: Preparation): Feature[] {
  return prepareFeatures(prepareTable(table, preparation), preparation.state.features);
}

/** The same as a table: what the last step leaves. */
export function prepareTable(table: Table, { state, steps }: Preparation): Table {
  return applySteps(conformTable(table, state.inputs, state.unused), steps);
}

/** What the steps that run before the ONNX file leave of raw rows; without such steps, the raw columns. */
export function applyHostSteps(table: Table, { state, steps }: Preparation): Table {
  return applySteps(conformTable(table, state.inputs), steps.slice(0, hostStepCount(steps)));
}

function applySteps(table: Table, steps: readonly FittedStep[]): Table {
  let prepared = table;
  for (const { type, preprocessor, state } of steps) {
    if (preprocessor.scope === "row") prepared = preprocessor.apply(prepared, state);
    else assertPredicts(type, preprocessor.atPrediction);
  }
  return prepared;
}

/** @throws MlopsError PREPROCESSING_NOT_PORTABLE where a step of training has no meaning for a single row */
export function assertPredicts(type: string, atPrediction: "identity" | "refuse"): void {
  if (atPrediction === "identity") return;
  throw new MlopsError(
    "PREPROCESSING_NOT_PORTABLE",
    `The step ${type} looks along the rows of the training table and has no meaning for new rows.`,
    { details: { type } },
  );
}
