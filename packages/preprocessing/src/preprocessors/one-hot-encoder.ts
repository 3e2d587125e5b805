import { z } from "zod";

import { MISSING, UNKNOWN } from "../columns/categories.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import {
  categoricalKinds,
  codeCount,
  codesWithMissing,
  codesWithMissingToOnnx,
  encodedByDefault,
  type FittedCategories,
  fitCategories,
  refuseUnknown,
} from "../columns/fitted-categories.ts";
import { cast, type GraphColumn, scalar } from "../columns/graph-columns.ts";
import { codeColumn } from "../columns/prepared-columns.ts";
import { freeName, replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const options = z.strictObject({
  columns: columnSelector,
  handle_unknown: z
    .enum(["ignore", "error"])
    .default("ignore")
    .describe("What a category does that training did not see: ignore gives 0 in every column, error refuses the row."),
  drop: z
    .enum(["none", "first"])
    .default("none")
    .describe("first leaves out the first category of each column, so that the columns are not collinear."),
});

type State = {
  readonly refuse: boolean;
  readonly columns: readonly (FittedCategories & {
    /** New columns by the code that they flag. */
    readonly flags: readonly { readonly code: number; readonly name: string }[];
  })[];
};

/**
 * As scikit-learn's OneHotEncoder: sorted categories, and a last one for missing values where training lacked some. The
 * new columns `<column>_<category>` stand in the column's place.
 */
export default definePreprocessor({
  name: "one-hot-encoder",
  aliases: ["one_hot_encoder", "onehot_encoder", "sklearn.preprocessing.OneHotEncoder"],
  family: "encoder",
  scope: "row",
  summary: "Replaces a column by one 0/1 column for each of its categories.",
  options,
  fit(table, { columns, handle_unknown, drop }, { step }): State {
    const names = selectColumns(table, columns, { step, accepts: categoricalKinds, byDefault: encodedByDefault });
    const taken = new Set(table.columnNames.filter((name) => !names.includes(name)));
    const fitted = names.map((name) => {
      const categories = fitCategories(name, table.column(name));
      const labels = [...categories.categories.map(String), ...(categories.missing ? ["missing"] : [])];
      const flags = labels.map((label, code) => ({ code, name: freeName(`${name}_${label}`, taken) }));
      return { ...categories, flags: drop === "first" ? flags.slice(1) : flags };
    });
    return { refuse: handle_unknown === "error", columns: fitted };
  },
  apply(table, { refuse, columns }) {
    const byColumn = new Map(columns.map((fitted) => [fitted.column, fitted]));
    return replaceColumns(table, (name, column) => {
      const fitted = byColumn.get(name);
      if (fitted === undefined) return undefined;
      const codes = codesWithMissing(fitted, column);
      if (refuse) refuseUnknown(fitted, column, codes, (code) => code === UNKNOWN || code === MISSING);
      return fitted.flags.map(({ name, code }) => [name, codeColumn(codes.map((each) => Number(each === code)))]);
    });
  },
  toOnnx(graph, columns, state) {
    const byColumn = new Map(state.columns.map((fitted) => [fitted.column, fitted]));
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const fitted = byColumn.get(name);
        if (fitted === undefined) return undefined;
        const refuse = state.refuse && codeCount(fitted) > 0;
        const codes = codesWithMissingToOnnx(graph, column, fitted, refuse);
        return fitted.flags.map(({ name, code }) => {
          const flag = graph.node("Equal", [codes, scalar(graph, "code", BigInt(code))]);
          return [name, { kind: "code", value: cast(graph, flag, "double") }];
        });
      }),
    );
  },
});
