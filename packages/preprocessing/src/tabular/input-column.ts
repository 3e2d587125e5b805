import { compareCodePoints } from "@mlops/core";
import { type Column, countNulls, isValid, type StringColumn, type Table } from "@mlops/table";
import { z } from "zod";

/** Texts that Python writes for a missing value without being asked. */
const pythonNulls = ["None", "nan", "NaN", "<NA>"] as const;

/** Categories beyond this number are not listed in a signature. */
const LISTED_CATEGORIES = 1000;

const doubleLimit = 2n ** 53n;

export const inputColumnSchema = z.strictObject({
  name: z.string(),
  /** What it holds; nullable booleans travel as doubles and hold booleans nevertheless. */
  kind: z.enum(["number", "text", "boolean", "instant"]),
  /** Type of the model's rank-1 input. */
  type: z.enum(["double", "string", "bool", "int64"]),
  /** How the input writes a missing value; `none`: it cannot, and training had none. */
  null: z.enum(["NaN", "empty-text", "least-int64", "none"]),
  /** The table's type in training. */
  source: z.enum(["float64", "float32", "int32", "int64", "bool", "string", "instant"]),
  /** Texts that mean a missing value beside the empty one. */
  nullTexts: z.array(z.string()).optional(),
  /** What training saw, by code point; absent where there were too many to list. */
  categories: z.array(z.string()).optional(),
});

/** A raw column as the model takes it: one entry of its signature. */
export type InputColumn = z.output<typeof inputColumnSchema>;

/** How each column of the training table enters the model. */
export function inputColumns(table: Table): InputColumn[] {
  return [...table].map(([name, column]) => ({ name, source: column.type, ...formOf(column) }));
}

function formOf(column: Column): Omit<InputColumn, "name" | "source"> {
  switch (column.type) {
    case "bool":
      return countNulls(column.validity, column.length) > 0
        ? { kind: "boolean", type: "double", null: "NaN" }
        : { kind: "boolean", type: "bool", null: "none" };
    case "instant":
      return { kind: "instant", type: "int64", null: "least-int64" };
    case "string":
      return textForm(usedTexts(column));
    case "int64":
      return fitsDouble(column) ? { kind: "number", type: "double", null: "NaN" } : textForm(integerTexts(column));
    default:
      return { kind: "number", type: "double", null: "NaN" };
  }
}

function textForm(texts: Iterable<string>): Omit<InputColumn, "name" | "source"> {
  const seen = new Set([...texts].map((text) => text.normalize("NFC")));
  seen.delete("");
  return {
    kind: "text",
    type: "string",
    null: "empty-text",
    nullTexts: pythonNulls.filter((text) => !seen.has(text)),
    ...(seen.size <= LISTED_CATEGORIES ? { categories: [...seen].sort(compareCodePoints) } : {}),
  };
}

/** A dictionary may hold texts that no row uses. */
function usedTexts(column: StringColumn): string[] {
  const used = new Uint8Array(column.dictionary.length);
  for (let row = 0; row < column.length; row += 1) if (isValid(column.validity, row)) used[column.values[row] ?? 0] = 1;
  return column.dictionary.filter((_, code) => used[code] === 1);
}

/** Whether every integer is one that a double holds. */
export function fitsDouble(column: Column): boolean {
  for (let row = 0; row < column.length; row += 1) {
    const value = BigInt(column.values[row] ?? 0);
    if ((value > doubleLimit || value < -doubleLimit) && isValid(column.validity, row)) return false;
  }
  return true;
}

function integerTexts(column: Column): string[] {
  return Array.from({ length: column.length }, (_, row) => row)
    .filter((row) => isValid(column.validity, row))
    .map((row) => String(column.values[row]));
}
