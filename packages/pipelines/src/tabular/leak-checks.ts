import {
  identicalRows,
  type LeakColumn,
  type LeakFinding,
  lonePredictors,
  outcomeColumns,
  settleLeaks,
} from "@mlops/evaluation";
import { isValid, type Table } from "@mlops/table";

import { evenSample } from "./even-sample.ts";
import { takeTarget } from "./take-rows.ts";
import type { TablePlan } from "./table-plan.ts";
import { targetsOf } from "./several-targets.ts";
import { partOf, type TableWork } from "./table-work.ts";

/** Rows of the training part on which columns are tried: what predicts alone does so on any of them. */
const MOST_ROWS = 100_000;

/** What is looked for on every run. */
export const leakChecks = ["outcome-column", "identical-rows", "predicts-alone"] as const;

/**
 * Ways in which the rows let a model see what it is to predict: features that the recipe names as outcomes, rows that stand
 * in two parts, and columns that predict the target alone.
 *
 * @throws MlopsError EVALUATION_LEAK_FOUND where the recipe's policy refuses them
 */
export function leakFindings(work: TableWork, plan: TablePlan): readonly LeakFinding[] {
  const train = partOf(work, "train");
  if (!train) return [];
  const sample = evenSample(train.table.rowCount, MOST_ROWS);
  const target = takeTarget(train.target, sample);
  const features = featureColumns(train.table.take(sample), plan);
  const outcomes = outcomeColumns(
    features.map(({ name }) => name),
    plan.judging.outcomeColumns,
  );
  const lone = lonePredictors(
    features,
    target.kind === "classes"
      ? { kind: "classes", codes: target.codes, classes: target.classes.length }
      : { kind: "number", values: target.values },
  );
  return settleLeaks([...outcomes, ...identicalRows(work.split.parts, work.rowKeys), ...lone], plan.judging.leakPolicy);
}

function featureColumns(table: Table, plan: TablePlan): LeakColumn[] {
  const excluded = new Set([...targetsOf(plan), ...plan.exclude]);
  return table.columnNames
    .filter((name) => !excluded.has(name) && (plan.features?.includes(name) ?? true))
    .map((name) => leakColumn(table, name));
}

function leakColumn(table: Table, name: string): LeakColumn {
  const column = table.column(name);
  if (column.type === "string") {
    // Codes of the dictionary; a missing text is a category of its own.
    const codes = Int32Array.from(column.values, (code, row) => (isValid(column.validity, row) ? code : -1));
    return { name, kind: "category", codes };
  }
  const values = Float64Array.from({ length: column.length }, (_, row) =>
    isValid(column.validity, row) ? Number(column.values[row]) : Number.NaN,
  );
  return { name, kind: "number", values };
}
