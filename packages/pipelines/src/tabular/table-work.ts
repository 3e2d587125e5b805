import { MlopsError, randomKey, splitKey, type Target } from "@mlops/core";
import {
  groupSplit,
  randomSplit,
  type Split,
  type SplitFractions,
  stratifiedSplit,
  timeSplit,
} from "@mlops/evaluation";
import { readLabels, readNumericTarget } from "@mlops/preprocessing";
import type { Table } from "@mlops/table";

import { type LoadedRows, loadRows } from "./load-rows.ts";
import type { TablePlan } from "./table-plan.ts";
import { takeTarget } from "./take-rows.ts";

export type PartName = keyof Split["parts"];

/** The rows of a run with their split: large, so made from the source once in a process and never journalled. */
export interface TableWork {
  readonly rows: LoadedRows;
  /** The first target, by whose classes the split is stratified. */
  readonly target: Target;
  readonly targets: ReadonlyMap<string, Target>;
  readonly split: Split;
  readonly rowKeys: readonly string[];
}

/**
 * Reads the rows and splits them. Rows are told apart by their content, so that the split does not depend on their order.
 *
 * @throws MlopsError of the file or query, TABLE_COLUMN_UNKNOWN, LABEL_INVALID, EVALUATION_SPLIT_EMPTY
 */
export async function tableWork(plan: TablePlan, seed: number, signal?: AbortSignal): Promise<TableWork> {
  const rows = await loadRows(plan.source, {
    targets: [plan.target, ...(plan.otherTargets ?? [])],
    ...(plan.parse && { parse: plan.parse }),
    ...(signal && { signal }),
  });
  return splitTable(rows, plan, seed);
}

/**
 * Splits rows that were read.
 *
 * @throws MlopsError TABLE_COLUMN_UNKNOWN, LABEL_INVALID, EVALUATION_SPLIT_EMPTY
 */
export function splitTable(rows: LoadedRows, plan: TablePlan, seed: number): TableWork {
  if (rows.table.rowCount === 0) throw noRows(rows);
  const target = targetOf(rows.table, plan);
  const others = (plan.otherTargets ?? []).map(
    (name) => [name, targetOf(rows.table, { ...plan, target: name })] as const,
  );
  const targets = new Map([[plan.target, target] as const, ...others]);
  const rowKeys = contentKeys(rows.table);
  return { rows, target, targets, rowKeys, split: splitRows(rows.table, target, plan, rowKeys, seed) };
}

/** A file in another encoding has rows, but none that can be read. */
function noRows({ name, rejectedCount, rejected }: LoadedRows): MlopsError {
  const [first] = rejected;
  if (first === undefined) {
    return new MlopsError("LABEL_INVALID", `${name} has no rows.`, { details: { source: name } });
  }
  const message = `None of the ${rejectedCount} rows of ${name} can be read. The first, ${first.where}: ${first.message}`;
  return new MlopsError("FILE_DAMAGED", message, {
    hint: "Convert the file to UTF-8 where it is in another encoding (iconv -f CP949 -t UTF-8), or mend its rows.",
    details: { source: name, rejectedCount, first },
  });
}

/** The rows of a part, and their target. */
export function partOf(
  { rows, target, split }: TableWork,
  name: PartName,
): { table: Table; target: Target } | undefined {
  const positions = split.parts[name];
  if (!positions) return undefined;
  return { table: rows.table.take(positions), target: takeTarget(target, positions) };
}

export function fractionsOf({ split }: Pick<TablePlan, "split">): SplitFractions {
  const { train, validation, calibration, test } = split;
  return { train, validation, calibration, test };
}

function targetOf(table: Table, { target: name, task, positiveClass }: TablePlan): Target {
  if (task === "regression") return readNumericTarget(table, name);
  const target = readLabels(table, name);
  const { classes } = target;
  if (classes.length < 2) {
    throw new MlopsError(
      "LABEL_INVALID",
      `The target "${name}" has one class only: ${JSON.stringify(classes[0])} (rows: ${table.rowCount}).`,
      {
        hint: "Give rows of two classes or more, or choose another target_column.",
        details: { column: name, classes },
      },
    );
  }
  if (positiveClass !== undefined && !classes.includes(positiveClass)) {
    throw new MlopsError("LABEL_INVALID", `The target "${name}" has no class ${JSON.stringify(positiveClass)}.`, {
      hint: `pos_label is one of ${classes.map((each) => JSON.stringify(each)).join(", ")}.`,
      details: { column: name, classes },
    });
  }
  return target;
}

function splitRows(table: Table, target: Target, plan: TablePlan, rowKeys: readonly string[], seed: number): Split {
  const fractions = fractionsOf(plan);
  const options = { fractions, key: splitKey(randomKey(seed), "split"), rowKeys };
  if (plan.split.strategy === "temporal") return timeSplit(instantsOf(table, plan), { fractions });
  if (plan.split.strategy === "group") return groupSplit(groupsOf(table, plan), options);
  if (plan.split.stratify && target.kind === "classes") return stratifiedSplit(target.codes, options);
  return randomSplit(table.rowCount, options);
}

/**
 * The instants by which a temporal split orders rows.
 *
 * @throws MlopsError RECIPE_INVALID without a column, TABLE_COLUMN_UNKNOWN
 */
export function instantsOf(table: Table, { split }: Pick<TablePlan, "split">): Float64Array {
  if (split.temporalColumn === undefined) {
    throw new MlopsError("RECIPE_INVALID", "A temporal split needs data.split.temporal_column.");
  }
  return Float64Array.from(table.column(split.temporalColumn).values, Number);
}

/**
 * What each row belongs to, as a text.
 *
 * @throws MlopsError RECIPE_INVALID without a column, TABLE_COLUMN_UNKNOWN, TABLE_VALUE_INVALID for a row of no group
 */
export function groupsOf(table: Table, { split }: Pick<TablePlan, "split">): readonly string[] {
  const { groupColumn } = split;
  if (groupColumn === undefined) {
    throw new MlopsError("RECIPE_INVALID", "A split by group needs data.split.group_column.");
  }
  table.column(groupColumn);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cell = table.cell(groupColumn, row);
    if (cell !== null) return String(cell);
    throw new MlopsError("TABLE_VALUE_INVALID", `Row ${row + 1} has no "${groupColumn}", by which rows are grouped.`, {
      hint: "Leave these rows out, or choose another group_column.",
      details: { column: groupColumn, row },
    });
  });
}

/** Each row's content as one text; equal rows have equal keys. */
function contentKeys(table: Table): string[] {
  const names = table.columnNames;
  return Array.from({ length: table.rowCount }, (_, row) =>
    JSON.stringify(names.map((name) => plainCell(table.cell(name, row)))),
  );
}

function plainCell(cell: unknown): unknown {
  return typeof cell === "bigint" ? String(cell) : cell;
}
