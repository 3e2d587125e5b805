import { compareCodePoints, type JsonObject, type JsonValue } from "@mlops/core";

import { valueAt } from "./field-path.ts";
import type { ParsedQuery } from "./parsed-query.ts";

/** What decides a document's place in an order: one value for each field of the sort, then its `_id`. */
export type SortKey = readonly (JsonValue | undefined)[];

export function sortKeyOf({ sort }: Pick<ParsedQuery, "sort">, document: JsonObject): SortKey {
  return [...sort.map(({ path }) => scalarOf(valueAt(document, path))), document["_id"]];
}

/** Orders keys of one sort as the document store's contract says. */
export function compareSortKeys({ sort }: Pick<ParsedQuery, "sort">, a: SortKey, b: SortKey): number {
  for (const [index, { descending }] of sort.entries()) {
    const order = compareValues(a[index], b[index]);
    if (order !== 0) return descending ? -order : order;
  }
  return compareValues(a[sort.length], b[sort.length]);
}

const RANK = { missing: 0, null: 1, boolean: 2, number: 3, string: 4, container: 5 } as const;

function compareValues(a: JsonValue | undefined, b: JsonValue | undefined): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return Number(a) < Number(b) ? -1 : Number(a) > Number(b) ? 1 : 0;
}

function rankOf(value: JsonValue | undefined): number {
  if (value === undefined) return RANK.missing;
  if (value === null) return RANK.null;
  if (typeof value === "boolean") return RANK.boolean;
  if (typeof value === "number") return RANK.number;
  return typeof value === "string" ? RANK.string : RANK.container;
}

/** Containers have no order among themselves; keeping their content would keep it in memory. */
function scalarOf(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === "object" && value !== null ? [] : value;
}
