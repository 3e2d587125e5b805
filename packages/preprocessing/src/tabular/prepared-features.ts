import { MlopsError } from "@mlops/core";
import type { Table } from "@mlops/table";

import { categoriesOf, categoryCodes } from "../columns/categories.ts";
import { kindOf } from "../columns/column-kind.ts";
import { doublesOf } from "../columns/prepared-columns.ts";
import type { Feature } from "./preparation.ts";

/** A column for an estimator. NaN and −1 stand for a missing value; −1 also for a category that training did not see. */
export type PreparedFeature =
  | { readonly kind: "numeric"; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly codes: Int32Array;
      readonly categories: readonly string[];
    };

/**
 * What the last step leaves as features: numbers, codes and booleans (0 and 1) as numbers, texts as categories.
 *
 * @throws MlopsError PREPROCESSING_COLUMN_TYPE for instants, PREPROCESSING_FIT_INVALID where there is no column
 */
export function featuresOf(table: Table): Feature[] {
  if (table.columnNames.length === 0) {
    throw new MlopsError("PREPROCESSING_FIT_INVALID", "No column is left to learn from.");
  }
  return [...table].map(([name, column]): Feature => {
    if (kindOf(column) === "instant") {
      throw new MlopsError(
        "PREPROCESSING_COLUMN_TYPE",
        `The column "${name}" holds instants, which no estimator takes as they are.`,
        { hint: "Exclude it, or name it as the timestamp column.", details: { column: name } },
      );
    }
    if (column.type !== "string") return { kind: "numeric", name };
    return { kind: "categorical", name, categories: categoriesOf(column).map(String) };
  });
}

/** The columns of the last step as the estimator takes them. */
export function prepareFeatures(table: Table, features: readonly Feature[]): PreparedFeature[] {
  return features.map((feature) => {
    const column = table.column(feature.name);
    if (feature.kind === "numeric") return { ...feature, values: doublesOf(column) };
    const codes = categoryCodes(column, feature.categories).map((code) => Math.max(code, -1));
    return { ...feature, codes };
  });
}
