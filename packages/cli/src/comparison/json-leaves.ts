import type { JsonValue } from "@mlops/core";

/** The values of a JSON tree that hold no others, each with its dotted path: `input.steps.0.type`. Empty ones are leaves. */
export function leavesOf(value: JsonValue, path: string): readonly (readonly [path: string, value: JsonValue])[] {
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0) return [[path, value]];
  const entries: readonly (readonly [string, JsonValue | undefined])[] = Object.entries(value);
  return entries.flatMap(([key, child]) => (child === undefined ? [] : leavesOf(child, `${path}.${key}`)));
}
