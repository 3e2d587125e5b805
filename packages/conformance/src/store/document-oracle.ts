import type { Filter, JsonObject, JsonValue, Query, ScalarValue } from "@mlops/core";

/**
 * The document store's meaning, written a second time and as plainly as it can be: everything is in memory, every
 * comparison is spelled out. It shares no code with any driver.
 */
export function oracleFind(documents: readonly JsonObject[], query: Query): JsonObject[] {
  const found = documents.filter((document) => query.filter === undefined || oracleMatches(document, query.filter));
  const ordered = found.toSorted((a, b) => {
    for (const { field, order } of query.sort ?? []) {
      const difference = compare(read(a, field), read(b, field));
      if (difference !== 0) return order === "asc" ? difference : -difference;
    }
    return compare(a["_id"], b["_id"]);
  });
  const skip = query.skip ?? 0;
  return ordered.slice(skip, query.limit === undefined ? undefined : skip + query.limit);
}

export function oracleMatches(document: JsonObject, filter: Filter): boolean {
  if ("and" in filter) return filter.and.every((member) => oracleMatches(document, member));
  if ("or" in filter) return filter.or.some((member) => oracleMatches(document, member));
  return Object.entries(filter.where).every(([field, condition]) => {
    const value = read(document, field);
    if (condition === null || typeof condition !== "object") return same(value, condition);
    return Object.entries(condition).every(([operator, operand]) => holds(value, operator, operand));
  });
}

function holds(value: JsonValue | undefined, operator: string, operand: unknown): boolean {
  switch (operator) {
    case "eq":
      return same(value, operand);
    case "ne":
      return !same(value, operand);
    case "in":
      return (operand as ScalarValue[]).some((candidate) => same(value, candidate));
    case "exists":
      return (value !== undefined) === operand;
    case "prefix":
      return typeof value === "string" && value.slice(0, String(operand).length) === operand;
    default:
      return inRange(value, operator, operand);
  }
}

function inRange(value: JsonValue | undefined, operator: string, operand: unknown): boolean {
  let difference: number;
  if (typeof value === "number" && typeof operand === "number")
    difference = value > operand ? 1 : value < operand ? -1 : 0;
  else if (typeof value === "string" && typeof operand === "string") difference = compareBytes(value, operand);
  else return false;
  return { gt: difference > 0, gte: difference >= 0, lt: difference < 0, lte: difference <= 0 }[operator] ?? false;
}

function same(value: JsonValue | undefined, scalar: unknown): boolean {
  return value !== undefined && (value === null || typeof value !== "object") && value === scalar;
}

function read(document: JsonObject, field: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const name of field.split(".")) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
    if (value === undefined) return undefined;
  }
  return value;
}

function compare(a: JsonValue | undefined, b: JsonValue | undefined): number {
  const rank = (value: JsonValue | undefined): number =>
    value === undefined ? 0 : value === null ? 1 : ["boolean", "number", "string"].indexOf(typeof value) + 2;
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "string" && typeof b === "string") return compareBytes(a, b);
  if (typeof a === "number" || typeof a === "boolean")
    return Number(a) > Number(b) ? 1 : Number(a) < Number(b) ? -1 : 0;
  return 0;
}

/** Code-point order, as UTF-8 bytes show it. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
