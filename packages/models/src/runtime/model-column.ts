/**
 * One value per row. Nulls: NaN in doubles, −2⁶³ in int64 (instants are UTC milliseconds), "" in strings. Bools are bytes
 * 0 and 1; nullable ones travel as doubles.
 */
interface ColumnByType {
  readonly double: Float64Array;
  readonly int64: BigInt64Array;
  readonly bool: Uint8Array;
  readonly string: readonly string[];
}

export type ColumnType = keyof ColumnByType;
export type ModelColumn = ColumnByType[ColumnType];
export type ModelColumns = Readonly<Record<string, ModelColumn>>;

/** An input or output: a rank-1 tensor. */
export interface ModelPort {
  readonly name: string;
  readonly type: ColumnType;
}

/** What JavaScript holds a column of each type in, for messages and checks. */
export const columnHolders: {
  readonly [T in ColumnType]: { readonly label: string; holds(column: unknown): boolean };
} = {
  double: { label: "a Float64Array", holds: (column) => column instanceof Float64Array },
  int64: { label: "a BigInt64Array", holds: (column) => column instanceof BigInt64Array },
  bool: { label: "a Uint8Array of 0 and 1", holds: isBooleanBytes },
  string: { label: "an array of strings without NUL", holds: isTextList },
};

function isBooleanBytes(column: unknown): boolean {
  return column instanceof Uint8Array && column.every((value) => value <= 1);
}

function isTextList(column: unknown): boolean {
  return Array.isArray(column) && column.every((value) => typeof value === "string" && !value.includes("\0"));
}
