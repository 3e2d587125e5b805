import { compareCodePoints } from "@mlops/core";
import { type Column, isValid } from "@mlops/table";

/** A value that a column's rows may share. */
export type Category = string | number | boolean;

/** Code of a row without a value. */
export const MISSING = -1;
/** Code of a row whose value is not among the categories. */
export const UNKNOWN = -2;

/** The distinct values of a column as scikit-learn sorts them: texts by code point, numbers by size, false before true. */
export function categoriesOf(column: Column): Category[] {
  const seen = new Set<Category>();
  for (let row = 0; row < column.length; row += 1) {
    if (isValid(column.validity, row)) seen.add(valueAt(column, row));
  }
  return [...seen].sort(compareCategories);
}

/** Within one type: texts by code point, numbers by size, false before true. */
export function compareCategories(a: Category, b: Category): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) - Number(b);
}

/** Each row's position among the categories, MISSING or UNKNOWN. */
export function categoryCodes(column: Column, categories: readonly Category[]): Int32Array {
  const codes = new Map<Category, number>(categories.map((category, code) => [category, code]));
  const find = (category: Category): number => codes.get(category) ?? UNKNOWN;
  const known = column.type === "string" ? column.dictionary.map(find) : null;
  return Int32Array.from({ length: column.length }, (_, row) => {
    if (!isValid(column.validity, row)) return MISSING;
    return known === null ? find(valueAt(column, row)) : (known[Number(column.values[row])] ?? UNKNOWN);
  });
}

/** A row that has a value. */
function valueAt(column: Column, row: number): Category {
  const value = column.values[row] ?? 0;
  if (column.type === "string") return column.dictionary[Number(value)] ?? "";
  return column.type === "bool" ? value === 1 : Number(value) + 0;
}
