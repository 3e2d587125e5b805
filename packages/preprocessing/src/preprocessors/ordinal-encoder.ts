import { categoryCodes, MISSING, UNKNOWN } from "../columns/categories.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import {
  categoricalKinds,
  encodedByDefault,
  type FittedCategories,
  fitCategories,
  refuseUnknown,
} from "../columns/fitted-categories.ts";
import { assertCodes, cast, encodeCategories, type GraphColumn, isMissing, scalar } from "../columns/graph-columns.ts";
import { codeColumn } from "../columns/prepared-columns.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { unknownCode, unknownOptions } from "../columns/unknown-options.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const options = unknownOptions({ columns: columnSelector });

type State = {
  /** Null where unknown categories are refused. */
  readonly unknownValue: number | null;
  readonly columns: readonly FittedCategories[];
};

/** As scikit-learn's OrdinalEncoder: codes 0 … k−1 in sorted order; missing values stay missing. */
export default definePreprocessor({
  name: "ordinal-encoder",
  aliases: ["ordinal_encoder", "sklearn.preprocessing.OrdinalEncoder"],
  family: "encoder",
  scope: "row",
  summary: "Replaces each category by its position among the sorted ones.",
  options,
  fit(table, { columns, ...unknown }, { step }): State {
    const names = selectColumns(table, columns, { step, accepts: categoricalKinds, byDefault: encodedByDefault });
    const fitted = names.map((name) => fitCategories(name, table.column(name)));
    const counts = fitted.map(({ column, categories }) => ({ column, codes: categories.length }));
    return { unknownValue: unknownCode(unknown, counts, step), columns: fitted };
  },
  apply(table, { unknownValue, columns }) {
    const byColumn = new Map(columns.map((fitted) => [fitted.column, fitted]));
    return replaceColumns(table, (name, column) => {
      const fitted = byColumn.get(name);
      if (fitted === undefined) return undefined;
      const codes = categoryCodes(column, fitted.categories);
      if (unknownValue === null) refuseUnknown(fitted, column, codes, (code) => code === UNKNOWN);
      const values = codes.map((code) => (code === UNKNOWN ? (unknownValue ?? code) : code));
      return [[name, codeColumn(values, (row) => codes[row] === MISSING)]];
    });
  },
  toOnnx(graph, columns, { unknownValue, columns: fitted }) {
    const byColumn = new Map(fitted.map((each) => [each.column, each.categories]));
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const categories = byColumn.get(name);
        if (categories === undefined) return undefined;
        const unknown = categories.length + 1;
        // Missing values have a code of their own here, so that they pass where unknown ones do not.
        let codes = encodeCategories(graph, column, categories, { missing: categories.length, unknown });
        if (unknownValue === null) codes = assertCodes(graph, codes, unknown);
        const isUnknown = graph.node("Equal", [codes, scalar(graph, "unknown", BigInt(unknown))]);
        const other = scalar(graph, "unknown_value", unknownValue ?? Number.NaN);
        const known = graph.node("Where", [isUnknown, other, cast(graph, codes, "double")]);
        const missing = scalar(graph, "missing", Number.NaN);
        return [[name, { kind: "code", value: graph.node("Where", [isMissing(graph, column), missing, known]) }]];
      }),
    );
  },
});
