import { MlopsError } from "@mlops/core";
import type { GraphBuilder, Value } from "@mlops/onnx";
import { cellAt, type Column, countNulls } from "@mlops/table";

import { categoriesOf, type Category, categoryCodes, MISSING, UNKNOWN } from "./categories.ts";
import type { ColumnKind } from "./column-kind.ts";
import { assertCodes, encodeCategories, type GraphColumn } from "./graph-columns.ts";

/** Kinds that have categories; instants have none. */
export const categoricalKinds: readonly ColumnKind[] = ["text", "boolean", "number", "code"];
/** Those encoded when no column is named: numbers are not categories unless said so. */
export const encodedByDefault: readonly ColumnKind[] = ["text", "boolean"];

/** The categories of a column in training, sorted, and whether it lacked some values. */
export type FittedCategories = {
  readonly column: string;
  readonly categories: readonly Category[];
  readonly missing: boolean;
};

export function fitCategories(name: string, column: Column): FittedCategories {
  const missing = countNulls(column.validity, column.length) > 0;
  return { column: name, categories: categoriesOf(column), missing };
}

/** @throws MlopsError PREPROCESSING_CATEGORY_UNKNOWN for the first row that `refused` picks by its code */
export function refuseUnknown(
  { column: name, categories }: Pick<FittedCategories, "column" | "categories">,
  column: Column,
  codes: Int32Array,
  refused: (code: number) => boolean,
): void {
  const row = codes.findIndex(refused);
  if (row === -1) return;
  const value = cellAt(column, row);
  const seen = categories.slice(0, 10).map((each) => JSON.stringify(each));
  const more = categories.length > seen.length ? ` and ${categories.length - seen.length} more` : "";
  throw new MlopsError(
    "PREPROCESSING_CATEGORY_UNKNOWN",
    `Row ${row} of the column "${name}" holds ${JSON.stringify(value)}, which training did not see; it saw ${seen.join(", ")}${more}.`,
    { details: { column: name, row, value } },
  );
}

/**
 * Each row's code: position among the categories; for a missing value the number of categories if training lacked some,
 * else UNKNOWN.
 */
export function codesWithMissing({ categories, missing }: FittedCategories, column: Column): Int32Array {
  const absent = missing ? categories.length : UNKNOWN;
  return categoryCodes(column, categories).map((code) => (code === MISSING ? absent : code));
}

/** The same in a graph, int64; codes of unknown values are not below `codeCount`, which fails the run where `refuse`. */
export function codesWithMissingToOnnx(
  graph: GraphBuilder,
  column: GraphColumn,
  fitted: FittedCategories,
  refuse: boolean,
): Value {
  const unknown = codeCount(fitted);
  const missing = fitted.missing ? fitted.categories.length : unknown;
  const codes = encodeCategories(graph, column, fitted.categories, { missing, unknown });
  return refuse ? assertCodes(graph, codes, unknown) : codes;
}

/** Categories, and one more where missing values are one. */
export function codeCount({ categories, missing }: FittedCategories): number {
  return categories.length + Number(missing);
}
