import type { Instant } from "@mlops/core";

/** Types of a column. `instant` is UTC milliseconds; `string` is dictionary-encoded. */
export const dataTypes = ["float64", "float32", "int32", "int64", "bool", "string", "instant"] as const;

export type DataType = (typeof dataTypes)[number];

/** The JavaScript value of a valid cell of each type. NaN is a value of the float types; null is no value. */
export interface CellOf {
  readonly float64: number;
  readonly float32: number;
  readonly int32: number;
  readonly int64: bigint;
  readonly bool: boolean;
  readonly string: string;
  readonly instant: Instant;
}

export type CellValue = CellOf[DataType] | null;

/** A row as plain data, keyed by column name. */
export type Row = Readonly<Record<string, CellValue>>;

/** The farthest instant from 1970 that ECMAScript's dates can hold. */
const farthestInstant = 8_640_000_000_000_000;

interface Domain {
  /** For messages. */
  readonly words: string;
  readonly admits: (value: unknown) => boolean;
}

const isNumber = (value: unknown): boolean => typeof value === "number";

const domains: Readonly<Record<DataType, Domain>> = {
  float64: { words: "a number", admits: isNumber },
  float32: { words: "a number", admits: isNumber },
  int32: {
    words: "an integer from -2147483648 to 2147483647",
    admits: (value) => typeof value === "number" && (value | 0) === value,
  },
  int64: {
    words: "a bigint of 64 bits",
    admits: (value) => typeof value === "bigint" && BigInt.asIntN(64, value) === value,
  },
  bool: { words: "true or false", admits: (value) => typeof value === "boolean" },
  string: { words: "a text", admits: (value) => typeof value === "string" },
  instant: {
    words: "integer milliseconds of UTC within the range of Date",
    admits: (value) => typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= farthestInstant,
  },
};

/** What the type admits, in words. */
export function describeType(type: DataType): string {
  return domains[type].words;
}

/** Whether `value` is a valid non-null cell of `type`. */
export function admits(type: DataType, value: unknown): boolean {
  return domains[type].admits(value);
}
