import { countNulls, isValid, type Table } from "@mlops/table";
import { z } from "zod";

import type { ColumnKind } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const everyKind: readonly ColumnKind[] = ["number", "code", "text", "boolean", "instant"];

const options = z.strictObject({
  columns: columnSelector,
  axis: z
    .enum(["rows", "columns"])
    .default("rows")
    .describe("rows drops training rows, columns drops columns, in training and at prediction."),
  threshold: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "Share that may be missing, from 0 to below 1: of the columns in a row, or of the training rows in a column; 0 drops each that lacks one.",
    ),
});

type State = {
  readonly axis: "rows" | "columns";
  readonly columns: readonly string[];
  readonly threshold: number;
};

/**
 * Leaves out the training rows that lack values, target and all; new rows are never dropped, and what they lack is left
 * to later steps and the estimator. Or leaves out columns, everywhere.
 */
export default definePreprocessor({
  name: "drop-missing",
  aliases: ["drop_missing"],
  family: "missing",
  scope: "row",
  summary: "Drops training rows, or columns, that lack too many values.",
  options,
  fit(table, { columns, axis, threshold }, { step, warn }): State {
    const selected = selectColumns(table, columns, { step, accepts: everyKind });
    if (axis === "rows") return { axis, columns: selected, threshold };
    const dropped = selected.filter((name) => {
      const { validity, length } = table.column(name);
      return countNulls(validity, length) > threshold * length;
    });
    if (dropped.length > 0) warn(`${step} drops ${dropped.map((name) => `"${name}"`).join(", ")}.`);
    return { axis, columns: dropped, threshold };
  },
  keepInTraining(table, { axis, columns, threshold }) {
    if (axis === "columns") return new Uint8Array(table.rowCount).fill(1);
    return Uint8Array.from(missingCounts(table, columns), (count) => Number(count <= threshold * columns.length));
  },
  apply(table, { axis, columns }) {
    return axis === "rows" ? table : replaceColumns(table, (name) => (columns.includes(name) ? [] : undefined));
  },
  toOnnx(_graph, columns, { axis, columns: dropped }) {
    if (axis === "rows") return columns;
    return new Map(replaceEntries(columns, (name) => (dropped.includes(name) ? [] : undefined)));
  },
});

/** Columns without a value, for each row. */
function missingCounts(table: Table, columns: readonly string[]): Int32Array {
  const counts = new Int32Array(table.rowCount);
  for (const name of columns) {
    const { validity } = table.column(name);
    for (let row = 0; row < counts.length; row += 1) if (!isValid(validity, row)) counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}
