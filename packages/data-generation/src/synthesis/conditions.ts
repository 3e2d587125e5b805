import { MlopsError, parseInstant } from "@mlops/core";
import { type CellValue, type DataType, nearestName, type Schema } from "@mlops/table";

import type { Condition } from "./synthesizer.ts";

/**
 * Conditions as users write them: `status=default`, `age=40`; nothing behind the sign means "missing". The value is read as
 * the column's type, so that a text may look like a number.
 *
 * @throws MlopsError SYNTHESIS_CONDITION_INVALID
 */
export function parseConditions(texts: readonly string[], schema: Schema): readonly Condition[] {
  const seen = new Set<string>();
  return texts.map((text) => {
    const condition = parseCondition(text, schema);
    if (seen.has(condition.column)) {
      throw invalid(text, `"${condition.column}" has a condition already`);
    }
    seen.add(condition.column);
    return condition;
  });
}

function parseCondition(text: string, schema: Schema): Condition {
  const names = schema.map(({ name }) => name);
  // A column's name may hold the sign itself: the longest name that fits is meant.
  const column = names.filter((name) => text.startsWith(`${name}=`)).toSorted((a, b) => b.length - a.length)[0];
  if (column === undefined) {
    const named = text.split("=", 1)[0] ?? "";
    const near = nearestName(named, names);
    const why = text.includes("=") ? `there is no column "${named}"` : "COLUMN=VALUE is needed";
    throw invalid(text, why, near === undefined ? `The columns are ${names.join(", ")}.` : `Did you mean "${near}"?`);
  }
  const type = schema.find(({ name }) => name === column)?.type ?? "string";
  const written = text.slice(column.length + 1);
  return { column, value: written === "" ? null : cellOf(written, type, text) };
}

function cellOf(written: string, type: DataType, text: string): CellValue {
  switch (type) {
    case "string":
      return written;
    case "bool":
      if (written === "true" || written === "false") return written === "true";
      throw invalid(text, "true or false is needed");
    case "instant":
      return parseInstant(written);
    case "int64":
      if (/^[+-]?\d+$/.test(written)) return BigInt(written);
      throw invalid(text, "a whole number is needed");
    case "int32":
    case "float32":
    case "float64": {
      const number = Number(written);
      if (Number.isFinite(number) && (type !== "int32" || Number.isInteger(number))) return number;
      throw invalid(text, type === "int32" ? "a whole number is needed" : "a number is needed");
    }
  }
}

function invalid(text: string, why: string, hint?: string): MlopsError {
  return new MlopsError("SYNTHESIS_CONDITION_INVALID", `The condition "${text}" cannot be used: ${why}.`, {
    details: { condition: text },
    ...(hint !== undefined && { hint }),
  });
}

/** `status=default, age=40` */
export function conditionsText(conditions: readonly Condition[]): string {
  return conditions.map(({ column, value }) => `${column}=${value === null ? "" : String(value)}`).join(", ");
}
