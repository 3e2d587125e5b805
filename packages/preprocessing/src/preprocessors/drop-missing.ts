import { isValid, type Table } from "@mlops/table";
import { z } from "zod";

import type { ColumnKind } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const everyKind: readonly ColumnKind[] = ["number", "code", "text", "boolean", "instant"];

const options = z.strictObject({
  columns: columnSelector,
  threshold: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe(
      "Share of the columns that a row may lack and be kept, from 0 to below 1; 0 drops every row that lacks one.",
    ),
});

type State = { readonly columns: readonly string[]; readonly threshold: number };

/**
 * Leaves out the training rows that lack values, target and all; new rows are never dropped, and what they lack is left
 * to later steps and the estimator.
 */
export default definePreprocessor({
  name: "drop-missing",
  aliases: ["drop_missing"],
  family: "missing",
  scope: "table",
  atPrediction: "identity",
  summary: "Drops training rows that lack too many values.",
  options,
  fit(table, { columns, threshold }, { step }): State {
    return { columns: selectColumns(table, columns, { step, accepts: everyKind }), threshold };
  },
  apply(table, { columns, threshold }) {
    const missing = missingCounts(table, columns);
    return table.filter(missing.map((count) => Number(count <= threshold * columns.length)));
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
