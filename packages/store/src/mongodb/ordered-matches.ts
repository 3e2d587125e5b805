import type { Document, FindOptions } from "mongodb";

import { compareSortKeys, type SortKey, sortKeyOf } from "../documents/document-order.ts";
import { matches } from "../documents/matches.ts";
import type { ParsedFilter } from "../documents/parsed-filter.ts";
import type { ParsedQuery } from "../documents/parsed-query.ts";
import type { CollectionAccess } from "./collection-access.ts";
import { all, nativeFilter } from "./native-filter.ts";
import { misplaced, nativeSort } from "./native-order.ts";
import { documentDamaged, type FoundDocument, fromStored } from "./stored-document.ts";

/** Documents of one fetch by ids. */
const BATCH = 100;

/** The matches of a filter in no order, verified, one after the other. */
export function matchesOf(access: CollectionAccess, filter: ParsedFilter): AsyncIterable<FoundDocument> {
  return verified(access, filter, nativeFilter(filter, access.layout), {});
}

/**
 * The matches of a query in the contract's order. The server puts them in order where its order is the same for these
 * documents, which a query before it finds out. Otherwise they are ordered here: first all sort keys are
 * read, then the documents one batch after the other. Memory then grows by the keys of the matches, or with a limit by
 * the keys of the answer; never by the documents.
 */
export async function* orderedMatches(access: CollectionAccess, query: ParsedQuery): AsyncIterable<FoundDocument> {
  if (query.limit === 0) return;
  if (await isOrderShared(access, query)) yield* inNativeOrder(access, query);
  else yield* inOwnOrder(access, query);
}

async function isOrderShared({ session, native, layout }: CollectionAccess, query: ParsedQuery): Promise<boolean> {
  const other = misplaced(query, layout);
  if (other === undefined) return true;
  const filter = all([nativeFilter(query.filter, layout), other]);
  return (await session.run(() => native.findOne(filter, { projection: { _id: 1 } }))) === null;
}

function inNativeOrder(access: CollectionAccess, query: ParsedQuery): AsyncIterable<FoundDocument> {
  return verified(access, query.filter, nativeFilter(query.filter, access.layout), {
    sort: nativeSort(query),
    skip: query.skip,
    ...(query.limit !== undefined && { limit: query.limit }),
    ...(access.session.server.product === "MongoDB" && { allowDiskUse: true }),
  });
}

async function* inOwnOrder(access: CollectionAccess, query: ParsedQuery): AsyncIterable<FoundDocument> {
  const end = query.limit === undefined ? Infinity : query.skip + query.limit;
  const ids = (await firstKeys(access, query, end)).slice(query.skip).map(({ id }) => id);
  for (let start = 0; start < ids.length; start += BATCH) {
    const wanted = ids.slice(start, start + BATCH);
    const byId = new Map<string, FoundDocument>();
    const filter: Document = { _id: { $in: wanted } };
    for await (const found of verified(access, everything, filter, {})) byId.set(found.id, found);
    // One that was changed or deleted since its key was read is left out.
    for (const id of wanted) {
      const found = byId.get(id);
      if (found !== undefined && matches(query.filter, found.document)) yield found;
    }
  }
}

const everything: ParsedFilter = { kind: "and", members: [] };

interface PlacedId {
  readonly id: string;
  readonly key: SortKey;
}

/** The first `count` of all matches, in order. */
async function firstKeys(access: CollectionAccess, query: ParsedQuery, count: number): Promise<PlacedId[]> {
  const shorten = (placed: PlacedId[]): PlacedId[] =>
    placed.toSorted((a, b) => compareSortKeys(query, a.key, b.key)).slice(0, count);
  let placed: PlacedId[] = [];
  for await (const { id, document } of matchesOf(access, query.filter)) {
    placed.push({ id, key: sortKeyOf(query, document) });
    if (placed.length >= 2 * count + 1000) placed = shorten(placed);
  }
  return shorten(placed);
}

async function* verified(
  { session, native, place }: CollectionAccess,
  filter: ParsedFilter,
  nativeQuery: Document,
  options: FindOptions,
): AsyncIterable<FoundDocument> {
  const cursor = native.find(nativeQuery, options);
  try {
    for (;;) {
      const stored = await session.run(() => cursor.next());
      if (stored === null) return;
      const found = fromStored(place, stored);
      if (!matches(filter, found.document)) {
        throw documentDamaged(place, stored["_id"], "an index of the server holds other values of it");
      }
      yield found;
    }
  } finally {
    await cursor.close().catch(() => undefined);
  }
}
