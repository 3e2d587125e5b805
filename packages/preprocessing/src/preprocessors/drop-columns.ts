import { z } from "zod";

import type { ColumnKind } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const everyKind: readonly ColumnKind[] = ["number", "code", "text", "boolean", "instant"];

const options = z
  .strictObject({
    columns: columnSelector,
    absent: z
      .enum(["error", "ignore"])
      .default("error")
      .describe(
        "What a named column does that is not there: ignore lets a list serve tables that have only some of it.",
      ),
  })
  .refine(({ columns }) => columns !== undefined, {
    path: ["columns"],
    message: "Name the columns to drop",
  });

/** Leaves out columns once the steps before it had their use of them: dates after their differences, what was known too late. */
export default definePreprocessor({
  name: "drop-columns",
  aliases: ["drop_columns", "data_shrinkage"],
  family: "columns",
  scope: "row",
  summary: "Drops columns.",
  options,
  fit(table, { columns, absent }, { step }): string[] {
    const wanted = Array.isArray(columns) && absent === "ignore" ? columns.filter((name) => table.has(name)) : columns;
    if (Array.isArray(wanted) && wanted.length === 0) return [];
    return selectColumns(table, wanted, { step, accepts: everyKind });
  },
  apply: (table, dropped) => replaceColumns(table, (name) => (dropped.includes(name) ? [] : undefined)),
  toOnnx: (_graph, columns, dropped) =>
    new Map(replaceEntries(columns, (name) => (dropped.includes(name) ? [] : undefined))),
});
