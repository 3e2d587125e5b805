import type { BoolColumn, Column, Float64Column, InstantColumn, Int32Column, StringColumn } from "@mlops/table";

/**
 * The columns that steps see, one storage type for each kind. Numbers hold no NaN: a missing one is null. Codes are
 * integers that a step made (categories by number, flags), which a step on "all numbers" leaves alone.
 */
export interface ColumnOfKind {
  readonly number: Float64Column;
  readonly code: Int32Column;
  readonly text: StringColumn;
  readonly boolean: BoolColumn;
  readonly instant: InstantColumn;
}

export type ColumnKind = keyof ColumnOfKind;

export type PreparedColumn = ColumnOfKind[ColumnKind];

const kindByType: Readonly<Record<Column["type"], ColumnKind | null>> = {
  float64: "number",
  int32: "code",
  string: "text",
  bool: "boolean",
  instant: "instant",
  float32: null,
  int64: null,
};

/** Null for storage types that no prepared table holds. */
export function kindOf(column: Column): ColumnKind | null {
  return kindByType[column.type];
}

/** Kinds in words, for messages. */
export const kindWords: Readonly<Record<ColumnKind, string>> = {
  number: "numbers",
  code: "codes",
  text: "texts",
  boolean: "booleans",
  instant: "instants",
};
