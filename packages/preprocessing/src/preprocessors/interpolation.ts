import { MlopsError } from "@mlops/core";
import { Table } from "@mlops/table";
import { z } from "zod";

import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { interpolate, type InterpolationMethod } from "../columns/interpolate.ts";
import { doublesOf, numberColumn } from "../columns/prepared-columns.ts";
import { fillLimit, warnOfSingleRows } from "../columns/row-fill-options.ts";
import { count } from "../columns/statistics.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const DEFAULT_ORDER = 3;

const options = z
  .strictObject({
    columns: columnSelector,
    method: z
      .enum(["linear", "polynomial", "spline", "nearest"])
      .default("linear")
      .describe(
        "The line between neighbours, the spline of the order through all values (spline goes on after the last one, polynomial does not), or the nearer neighbour.",
      ),
    order: z.int().min(1).max(5).optional().describe(`Of polynomial and spline: the degree. Default ${DEFAULT_ORDER}.`),
    limit: fillLimit,
  })
  .refine(({ method, order }) => order === undefined || method === "polynomial" || method === "spline", {
    path: ["order"],
    message: "It has an effect only with method: polynomial or spline",
  });

type State = {
  readonly columns: readonly string[];
  readonly method: InterpolationMethod;
  readonly order: number;
  readonly limit: number | null;
};

/** As pandas' `interpolate` along the training rows in the order of the file, taken as equally far apart. */
export default definePreprocessor({
  name: "interpolation",
  aliases: [],
  family: "missing",
  scope: "table",
  atPrediction: "identity",
  summary: "Fills missing numbers of training rows from the rows before and after.",
  options,
  fit(table, { columns, method, order = DEFAULT_ORDER, limit }, { step, warn }): State {
    const selected = selectColumns(table, columns, { step, accepts: ["number"] });
    warnOfSingleRows(table, selected, step, warn);
    const curved = method === "polynomial" || method === "spline";
    for (const name of curved ? selected : []) assertEnough(doublesOf(table.column(name)), name, order, step);
    return { columns: selected, method, order, limit: limit ?? null };
  },
  apply(table, { columns, ...options }) {
    const filled = new Set(columns);
    return Table.fromColumns(
      [...table].map(([name, column]) =>
        filled.has(name)
          ? ([name, numberColumn(interpolate(doublesOf(column), options))] as const)
          : ([name, column] as const),
      ),
      table.rowCount,
    );
  },
});

/** A column without any gap, or any value, needs no curve. */
function assertEnough(values: Float64Array, column: string, order: number, step: string): void {
  const known = count(values);
  if (known > order || known === values.length || known === 0) return;
  throw new MlopsError(
    "PREPROCESSING_FIT_INVALID",
    `${step} needs ${order + 1} values for the order ${order}, and the column "${column}" has ${known}.`,
    { hint: "Choose a lower order or method: linear.", details: { column, known, order } },
  );
}
