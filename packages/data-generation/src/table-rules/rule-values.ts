/** A column before its nulls are cut out: numbers, or positions in texts. */
export type RuleValues = NumberValues | TextValues;

export interface NumberValues {
  readonly kind: "number";
  readonly values: Float64Array;
  /** Digits behind the point; 0 makes a column of whole numbers. */
  readonly decimals: number;
}

export interface TextValues {
  readonly kind: "text";
  readonly codes: Int32Array;
  /** In their order: each is worse than those before it. */
  readonly texts: readonly string[];
}

/** 1 where a row has a value; undefined where all have one. */
export type Mask = Uint8Array | undefined;

export function bothMasks(a: Mask, b: Mask): Mask {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((value, row) => value & (b[row] ?? 0));
}
