import { type Feature, MlopsError } from "@mlops/core";
import type { Table } from "@mlops/table";

import { categoriesOf, categoryCodes } from "../columns/categories.ts";
import { kindOf } from "../columns/column-kind.ts";
import { doublesOf } from "../columns/prepared-columns.ts";
import type { FeatureSchema } from "./preparation.ts";

/**
 * What the last step leaves as features: numbers, codes and booleans (0 and 1) as numbers, texts as categories.
 *
 * @throws MlopsError PREPROCESSING_COLUMN_TYPE for instants, PREPROCESSING_FIT_INVALID where there is no column
 */
export function featureSchemas(table: Table): FeatureSchema[] {
  if (table.columnNames.length === 0) {
    throw new MlopsError("PREPROCESSING_FIT_INVALID", "No column is left to learn from.");
  }
  return [...table].map(([name, column]): FeatureSchema => {
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

/** The columns of the last step as estimators take them: a category that training did not see is missing. */
export function prepareFeatures(table: Table, schemas: readonly FeatureSchema[]): Feature[] {
  return schemas.map((feature) => {
    const column = table.column(feature.name);
    if (feature.kind === "numeric") return { ...feature, values: doublesOf(column) };
    const codes = categoryCodes(column, feature.categories).map((code) => Math.max(code, -1));
    return { ...feature, codes };
  });
}
