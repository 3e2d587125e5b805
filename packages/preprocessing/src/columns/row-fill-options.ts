import { countNulls, type Table } from "@mlops/table";
import { z } from "zod";

import type { PreprocessorContext } from "../tabular/preprocessor.ts";
import type { ColumnKind } from "./column-kind.ts";
import { columnSelector, selectColumns } from "./column-selector.ts";
import type { RowFill } from "./fill-along-rows.ts";

const everyKind: readonly ColumnKind[] = ["number", "code", "text", "boolean", "instant"];

/** Most consecutive missing values that are filled. */
export const fillLimit = z
  .int()
  .min(1)
  .optional()
  .describe("Most missing values in a row that are filled; absent: all of them.");

export const rowFillOptions = z.strictObject({ columns: columnSelector, limit: fillLimit });

export function rowFillOf(
  table: Table,
  { columns, limit }: z.output<typeof rowFillOptions>,
  { step, warn }: PreprocessorContext,
): RowFill {
  const selected = selectColumns(table, columns, { step, accepts: everyKind });
  warnOfSingleRows(table, selected, step, warn);
  return { columns: selected, limit: limit ?? null };
}

/** A new row has no neighbours: what it lacks stays missing, and an estimator that takes no missing value refuses it. */
export function warnOfSingleRows(
  table: Table,
  columns: readonly string[],
  step: string,
  warn: (message: string) => void,
): void {
  const lacking = columns.filter((name) => countNulls(table.column(name).validity, table.rowCount) > 0);
  if (lacking.length === 0) return;
  const named = lacking.map((name) => `"${name}"`).join(", ");
  warn(
    `${step} fills ${named} along the training rows only; in new rows what is missing is left to the steps after it.`,
  );
}
