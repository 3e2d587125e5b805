import { type JsonObject, type JsonValue, MlopsError } from "@mlops/core";

/** The segments of a dotted path: `metrics.f1` is `["metrics", "f1"]`. */
export type FieldPath = readonly [string, ...string[]];

/** @throws MlopsError STORE_QUERY_INVALID where a segment is empty or cannot name a field */
export function parseFieldPath(text: string): FieldPath {
  const [first, ...rest] = typeof text === "string" ? text.split(".") : [];
  if (first === undefined || ![first, ...rest].every(isAddressable)) {
    throw new MlopsError("STORE_QUERY_INVALID", `${JSON.stringify(text)} is not a field path.`, {
      hint: "Join field names by dots; names are not empty, do not start with $ and hold no NUL.",
    });
  }
  return [first, ...rest];
}

/** Whether a document may hold a field of this name. */
export function isFieldName(name: string): boolean {
  return !name.startsWith("$") && !name.includes(".") && !name.includes("\0");
}

/** The value at `path`, undefined where it is missing; paths reach into objects, not arrays. */
export function valueAt(document: JsonObject, path: FieldPath): JsonValue | undefined {
  let value: JsonValue = document;
  for (const segment of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, segment)) return undefined;
    const member: JsonValue | undefined = value[segment];
    if (member === undefined) return undefined;
    value = member;
  }
  return value;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAddressable(segment: string): boolean {
  return segment !== "" && isFieldName(segment) && segment.isWellFormed();
}
