import { type Change, type JsonObject, type JsonValue, MlopsError } from "@mlops/core";

import { type FieldPath, isJsonObject, parseFieldPath, valueAt } from "./field-path.ts";

type Edit = (current: JsonValue | undefined) => JsonValue | undefined;

/**
 * The document after a change; the input is not touched. Parents that are missing are made.
 *
 * @throws MlopsError STORE_DOCUMENT_INVALID where two edits overlap, `_id` would change, a parent is not an object, or
 *   a value to increment is not a number
 */
export function applyChange(document: JsonObject, change: Change): JsonObject {
  const edits = editsOf(change);
  assertDisjoint(edits.map(([field]) => field));
  let result = document;
  for (const [field, edit] of edits) {
    const path = parseFieldPath(field);
    if (path[0] === "_id") throw invalid('The change edits "_id", which identifies the document.');
    const next = edit(valueAt(result, path));
    if (next === undefined && valueAt(result, path) === undefined) continue;
    result = replaceAt(result, path, next, field);
  }
  return result;
}

function editsOf(change: Change): (readonly [string, Edit])[] {
  const set = Object.entries(change.set ?? {}).map(([field, value]) => [field, () => value] as const);
  const unset = (change.unset ?? []).map((field) => [field, () => undefined] as const);
  const increment = Object.entries(change.increment ?? {}).map(
    ([field, amount]) => [field, (current: JsonValue | undefined) => sum(field, current, amount)] as const,
  );
  return [...set, ...unset, ...increment];
}

function sum(field: string, current: JsonValue | undefined, amount: number): number {
  if (current !== undefined && typeof current !== "number") {
    throw invalid(`The change increments "${field}", which holds ${JSON.stringify(current)} and not a number.`);
  }
  const total = (current ?? 0) + amount;
  if (!Number.isFinite(total)) throw invalid(`Incrementing "${field}" by ${amount} leaves the finite numbers.`);
  return total;
}

function replaceAt(node: JsonObject, path: FieldPath, value: JsonValue | undefined, field: string): JsonObject {
  const [name, ...rest] = path;
  const [next, ...deeper] = rest;
  if (next === undefined) return withMember(node, name, value);
  const child = Object.hasOwn(node, name) ? node[name] : undefined;
  if (child !== undefined && !isJsonObject(child)) {
    throw invalid(`The change sets "${field}", but "${name}" holds ${JSON.stringify(child)} and not an object.`);
  }
  return withMember(node, name, replaceAt(child ?? {}, [next, ...deeper], value, field));
}

/** Computed keys define own members, whatever their name; assignment would run the setter of `__proto__`. */
function withMember(node: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  if (value !== undefined)
    return Object.fromEntries([...Object.entries(node).filter(([k]) => k !== name), [name, value]]);
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== name));
}

function assertDisjoint(fields: readonly string[]): void {
  const sorted = fields.map((field) => `${field}.`).toSorted();
  sorted.forEach((field, index) => {
    const next = sorted[index + 1];
    if (next?.startsWith(field)) {
      throw invalid(`The change edits "${field.slice(0, -1)}" and "${next.slice(0, -1)}", which overlap.`);
    }
  });
}

function invalid(message: string): MlopsError {
  return new MlopsError("STORE_DOCUMENT_INVALID", message);
}
