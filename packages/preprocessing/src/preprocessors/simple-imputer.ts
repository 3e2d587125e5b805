import { MlopsError } from "@mlops/core";
import { type Column, countNulls, Table } from "@mlops/table";
import { z } from "zod";

import { categoriesOf, type Category, categoryCodes } from "../columns/categories.ts";
import type { ColumnKind } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { filledColumn, filledToOnnx } from "../columns/filled-column.ts";
import { cast, type GraphColumn, isMissing } from "../columns/graph-columns.ts";
import { codeColumn, doublesOf, isNull } from "../columns/prepared-columns.ts";
import { freeName, replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { mean, median } from "../columns/statistics.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const options = z
  .strictObject({
    columns: columnSelector,
    strategy: z
      .enum(["mean", "median", "most_frequent", "constant"])
      .default("mean")
      .describe("What fills a missing value; among equally frequent values the least."),
    fill_value: z
      .union([z.string(), z.number(), z.boolean()], { error: "Expected a text, a number, true or false" })
      .optional()
      .describe('With strategy: constant. Default 0 for numbers, "missing_value" for texts.'),
    create_missing_indicators: z
      .boolean()
      .default(false)
      .describe(
        "Adds missingindicator_<column>, 1 where the value was missing, for columns that lacked some in training.",
      ),
  })
  .refine(({ strategy, fill_value }) => fill_value === undefined || strategy === "constant", {
    path: ["fill_value"],
    message: "It has an effect only with strategy: constant",
  });

type Options = z.output<typeof options>;

type Fill = {
  readonly column: string;
  /** Null where training saw no value at all: the column is dropped. */
  readonly fill: Category | null;
  readonly indicator: string | null;
};

/** As scikit-learn's SimpleImputer; a column without any value in training is dropped, unless a constant fills it. */
export default definePreprocessor({
  name: "simple-imputer",
  aliases: ["simple_imputer", "sklearn.impute.SimpleImputer"],
  family: "missing",
  scope: "row",
  summary: "Fills missing values with the column's mean, median, most frequent value or a constant.",
  options,
  fit(table, options, { step, warn }): Fill[] {
    const taken = new Set(table.columnNames);
    return selectedColumns(table, options, step).map((name) => {
      const column = table.column(name);
      const fill = fillOf(column, options, `${step} for the column "${name}"`);
      if (fill === null) warn(`${step} drops the column "${name}", which has no value at all to learn from.`);
      const indicated = options.create_missing_indicators && countNulls(column.validity, column.length) > 0;
      return { column: name, fill, indicator: indicated ? freeName(`missingindicator_${name}`, taken) : null };
    });
  },
  apply(table, fills) {
    const byColumn = new Map(fills.map((fill) => [fill.column, fill.fill]));
    const indicators = fills.flatMap(({ column, indicator }) =>
      indicator === null ? [] : [[indicator, nullFlags(table.column(column))] as const],
    );
    const filled = replaceColumns(table, (name, column) => {
      const fill = byColumn.get(name);
      if (fill === undefined) return undefined;
      return fill === null ? [] : [[name, filledColumn(column, fill)]];
    });
    return Table.fromColumns([...filled, ...indicators], table.rowCount);
  },
  toOnnx(graph, columns, fills) {
    const byColumn = new Map(fills.map((fill) => [fill.column, fill.fill]));
    const indicators = fills.flatMap(({ column, indicator }) => {
      const source = columns.get(column);
      if (indicator === null || source === undefined) return [];
      const flag: GraphColumn = { kind: "code", value: cast(graph, isMissing(graph, source), "double") };
      return [[indicator, flag] as const];
    });
    const filled = replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
      const fill = byColumn.get(name);
      if (fill === undefined) return undefined;
      if (fill === null) return [];
      return [[name, filledToOnnx(graph, column, fill)]];
    });
    return new Map([...filled, ...indicators]);
  },
});

function selectedColumns(table: Table, { columns, strategy, fill_value }: Options, step: string): string[] {
  if (strategy === "mean" || strategy === "median") {
    return selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] });
  }
  if (strategy === "most_frequent") {
    const byDefault = ["number", "text", "boolean"] as const;
    return selectColumns(table, columns, { step, accepts: [...byDefault, "code"], byDefault });
  }
  const accepts = kindsOfConstant(fill_value);
  return selectColumns(table, columns, { step, accepts, byDefault: accepts.filter((kind) => kind !== "code") });
}

function kindsOfConstant(constant: Category | undefined): ColumnKind[] {
  if (constant === undefined) return ["number", "text", "code"];
  if (typeof constant === "number") return ["number", "code"];
  return [typeof constant === "string" ? "text" : "boolean"];
}

function fillOf(column: Column, { strategy, fill_value }: Options, where: string): Category | null {
  if (strategy === "constant") {
    const fill = fill_value ?? (column.type === "string" ? "missing_value" : 0);
    if (fill !== "") return typeof fill === "string" ? fill.normalize("NFC") : fill;
    throw new MlopsError(
      "PREPROCESSOR_OPTION_INVALID",
      `${where} has fill_value: "", which stands for a missing text.`,
    );
  }
  if (countNulls(column.validity, column.length) === column.length) return null;
  if (strategy === "most_frequent") return mostFrequent(column);
  const doubles = doublesOf(column);
  return strategy === "mean" ? mean(doubles) : median(doubles);
}

/** The least of the most frequent values. */
function mostFrequent(column: Column): Category | null {
  const categories = categoriesOf(column);
  const counts = new Int32Array(categories.length);
  for (const code of categoryCodes(column, categories)) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const greatest = counts.reduce((most, count) => Math.max(most, count), 0);
  return categories[counts.indexOf(greatest)] ?? null;
}

function nullFlags(column: Column): Column {
  return codeColumn(Int32Array.from({ length: column.length }, (_, row) => Number(isNull(column, row))));
}
