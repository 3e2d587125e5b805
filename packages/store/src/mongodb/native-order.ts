import type { Document, Sort } from "mongodb";

import type { ParsedQuery } from "../documents/parsed-query.ts";
import { isTypePinned } from "../documents/pinned-type.ts";
import { any, nativePath, parentsOf } from "./native-filter.ts";
import type { StoredLayout } from "./stored-layout.ts";

/** MongoDB's own order by the fields of a query. */
export function nativeSort(query: ParsedQuery): Sort {
  const order = new Map<string, 1 | -1>();
  for (const { path, descending } of relevantSort(query)) {
    const name = nativePath(path);
    if (!order.has(name)) order.set(name, descending ? -1 : 1);
  }
  if (!order.has("_id")) order.set("_id", 1);
  return order;
}

/**
 * Documents that MongoDB's order would put elsewhere than the contract's: it takes null for missing, and puts booleans
 * and dates after texts. Where none of the matches is such a document, its order is the contract's. Undefined where no
 * match can be one.
 */
export function misplaced(query: ParsedQuery, layout: StoredLayout): Document | undefined {
  const parts = relevantSort(query)
    .filter(({ field }) => field !== "_id" && !(isTypePinned(query.filter, field) && !layout.instants.has(field)))
    .flatMap(({ field, path }) => {
      const types = layout.instants.has(field) ? ["null", "bool", "number", "string"] : ["null", "bool", "date"];
      return [
        { [nativePath(path)]: { $type: types } },
        ...parentsOf(path).map((parent) => ({ [parent]: { $type: "array" } })),
      ];
    });
  return parts.length === 0 ? undefined : any(parts);
}

/** No tie is left after `_id`. */
function relevantSort({ sort }: ParsedQuery): ParsedQuery["sort"] {
  const end = sort.findIndex(({ field }) => field === "_id");
  return end === -1 ? sort : sort.slice(0, end + 1);
}
