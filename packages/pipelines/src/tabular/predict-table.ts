import type { Prediction, Target } from "@mlops/core";
import type { JudgedRows } from "@mlops/evaluation";
import { loadFitted, predictEstimator } from "@mlops/models";
import { applyPreparation } from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import { decided, decidedCodes, type TableDecision } from "./decision.ts";
import type { FittedTable } from "./fit-table.ts";

/** What preparation and estimator say of raw rows, before any calibration. */
export async function predictUndecided(
  { estimator: fitted, preparation }: Pick<FittedTable, "estimator" | "preparation">,
  table: Table,
): Promise<Prediction> {
  const estimator = await loadFitted(fitted);
  return predictEstimator(estimator, fitted, applyPreparation(table, preparation));
}

/** What the whole model says of raw rows: what its ONNX file answers. */
export async function predictTable(fitted: FittedTable, table: Table): Promise<Prediction> {
  return decided(fitted.decision, await predictUndecided(fitted, table));
}

/**
 * Rows of a classification with what was predicted, by the decision's threshold where it has one.
 *
 * @throws TypeError where target or prediction are none of classes
 */
export function judgedRows(target: Target, prediction: Prediction, decision: TableDecision = {}): JudgedRows {
  if (target.kind !== "classes" || prediction.kind !== "probabilities") {
    throw new TypeError(`a target of ${target.kind} is not judged by ${prediction.kind} as a classification`);
  }
  const { classes, codes: truth } = target;
  const { probabilities } = prediction;
  return { classes, truth, probabilities, predicted: decidedCodes(decision, classes, probabilities) };
}
