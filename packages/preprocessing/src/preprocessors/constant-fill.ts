import { MlopsError } from "@mlops/core";
import type { Table } from "@mlops/table";
import { z } from "zod";

import type { Category } from "../columns/categories.ts";
import { type ColumnKind, kindOf } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { filledColumn, filledToOnnx } from "../columns/filled-column.ts";
import type { GraphColumn } from "../columns/graph-columns.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";
import { parseDate } from "../columns/parse-date.ts";

const options = z.strictObject({
  columns: columnSelector,
  fill_value: z
    .union([z.string().min(1), z.number(), z.boolean()], {
      error: "Expected a text, a number, true or false; for instants a date such as 2024-01-01",
    })
    .describe("What stands in the place of a missing value; for instants a date such as 2024-01-01 (UTC)."),
});

type Options = z.output<typeof options>;

type Fill = { readonly column: string; readonly fill: Category };

/** Fills missing values with one constant; what training lacks does not matter, so that every column keeps its place. */
export default definePreprocessor({
  name: "constant-fill",
  aliases: ["constant_fill"],
  family: "missing",
  scope: "row",
  summary: "Fills missing values with a constant.",
  options,
  fit(table, { columns, fill_value }, { step }): Fill[] {
    const accepts = kindsOf(fill_value);
    const byDefault = accepts.filter((kind) => kind !== "code" && kind !== "instant");
    return selectColumns(table, columns, { step, accepts, byDefault }).map((column) => ({
      column,
      fill: fillOf(table, column, fill_value, step),
    }));
  },
  apply(table, fills) {
    const byColumn = new Map(fills.map(({ column, fill }) => [column, fill]));
    return replaceColumns(table, (name, column) => {
      const fill = byColumn.get(name);
      return fill === undefined ? undefined : [[name, filledColumn(column, fill)]];
    });
  },
  toOnnx(graph, columns, fills) {
    const byColumn = new Map(fills.map(({ column, fill }) => [column, fill]));
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const fill = byColumn.get(name);
        return fill === undefined ? undefined : [[name, filledToOnnx(graph, column, fill)]];
      }),
    );
  },
});

function kindsOf(fill: Options["fill_value"]): ColumnKind[] {
  if (typeof fill === "number") return ["number", "code"];
  return typeof fill === "boolean" ? ["boolean"] : ["text", "instant"];
}

function fillOf(table: Table, column: string, fill: Options["fill_value"], step: string): Category {
  if (typeof fill !== "string") return fill;
  if (kindOf(table.column(column)) !== "instant") return fill.normalize("NFC");
  const instant = parseDate(fill);
  if (instant !== null) return instant;
  throw new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${step} has fill_value: ${JSON.stringify(fill)} for the instants of "${column}"; write a date such as 2024-01-01.`,
    { details: { parameter: "fill_value", value: fill, column } },
  );
}
