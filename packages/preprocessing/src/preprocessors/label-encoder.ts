import { type Column, countNulls } from "@mlops/table";
import { z } from "zod";

import { categoriesOf, type Category, categoryCodes, MISSING, UNKNOWN } from "../columns/categories.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { filledColumn } from "../columns/filled-column.ts";
import { categoricalKinds, encodedByDefault, refuseUnknown } from "../columns/fitted-categories.ts";
import { assertCodes, cast, encodeCategories, type GraphColumn, scalar } from "../columns/graph-columns.ts";
import { codeColumn } from "../columns/prepared-columns.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { unknownCode, unknownOptions } from "../columns/unknown-options.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const options = unknownOptions({
  columns: columnSelector,
  missing_label: z
    .string()
    .min(1)
    .default("NA")
    .describe("The category of a missing text where training lacked some; other kinds take the code after the last."),
});

type FittedLabels = {
  readonly column: string;
  /** The missing label among them. */
  readonly categories: readonly Category[];
  /** Code of a missing value; null where training had none, and it is unknown. */
  readonly missing: number | null;
};

type State = {
  /** Null where unknown categories are refused. */
  readonly unknownValue: number | null;
  readonly columns: readonly FittedLabels[];
};

/**
 * As scikit-learn's LabelEncoder for each column: codes 0 … k−1 in sorted order, missing values one category of their own.
 * (The ordinal encoder leaves them missing.)
 */
export default definePreprocessor({
  name: "label-encoder",
  aliases: ["label_encoder", "sklearn.preprocessing.LabelEncoder"],
  family: "encoder",
  scope: "row",
  summary: "Replaces each category, a missing value among them, by its position among the sorted ones.",
  options,
  fit(table, { columns, missing_label, ...unknown }, { step }): State {
    const names = selectColumns(table, columns, { step, accepts: categoricalKinds, byDefault: encodedByDefault });
    const fitted = names.map((name) => fitLabels(name, table.column(name), missing_label.normalize("NFC")));
    const counts = fitted.map(({ column, categories, missing }) => ({
      column,
      codes: Math.max(categories.length, (missing ?? -1) + 1),
    }));
    return { unknownValue: unknownCode(unknown, counts, step), columns: fitted };
  },
  apply(table, { unknownValue, columns }) {
    const byColumn = new Map(columns.map((fitted) => [fitted.column, fitted]));
    return replaceColumns(table, (name, column) => {
      const fitted = byColumn.get(name);
      if (fitted === undefined) return undefined;
      const codes = categoryCodes(column, fitted.categories).map((code) =>
        code === MISSING ? (fitted.missing ?? UNKNOWN) : code,
      );
      if (unknownValue === null) refuseUnknown(fitted, column, codes, (code) => code === UNKNOWN);
      return [[name, codeColumn(codes.map((code) => (code === UNKNOWN ? (unknownValue ?? code) : code)))]];
    });
  },
  toOnnx(graph, columns, { unknownValue, columns: fitted }) {
    const byColumn = new Map(fitted.map((each) => [each.column, each]));
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const labels = byColumn.get(name);
        if (labels === undefined) return undefined;
        const unknown = Math.max(labels.categories.length, (labels.missing ?? -1) + 1);
        const missing = labels.missing ?? unknown;
        let codes = encodeCategories(graph, column, labels.categories, { missing, unknown });
        if (unknownValue === null) codes = assertCodes(graph, codes, unknown);
        const isUnknown = graph.node("Equal", [codes, scalar(graph, "unknown", BigInt(unknown))]);
        const other = scalar(graph, "unknown_value", unknownValue ?? Number.NaN);
        const value = graph.node("Where", [isUnknown, other, cast(graph, codes, "double")]);
        return [[name, { kind: "code", value }]];
      }),
    );
  },
});

function fitLabels(name: string, column: Column, label: string): FittedLabels {
  const lacking = countNulls(column.validity, column.length) > 0;
  if (!lacking) return { column: name, categories: categoriesOf(column), missing: null };
  if (column.type !== "string") {
    const categories = categoriesOf(column);
    return { column: name, categories, missing: categories.length };
  }
  const categories = categoriesOf(filledColumn(column, label));
  return { column: name, categories, missing: categories.indexOf(label) };
}
