import { MlopsError } from "@mlops/core";

import { byId, type CollectionAccess } from "./collection-access.ts";
import { taken } from "./insert-once.ts";
import { isDuplicateKey } from "./mongo-errors.ts";
import { type DocumentMark, fromStored, MARK_FIELD, toStored } from "./stored-document.ts";

/**
 * Replaces a document if it is still the revision that was seen; false where another writer was first. Applied once,
 * whatever happens to the answers: a repeated attempt finds the revision gone, and the write's token tells whose work
 * that was.
 *
 * @throws MlopsError STORE_WRITE_UNCERTAIN where others wrote again since, so that nothing tells any more
 */
export async function replaceRevision(
  access: CollectionAccess,
  id: string,
  seen: DocumentMark,
  text: string,
): Promise<boolean> {
  const { session, native, place, layout } = access;
  const write = session.newWrite();
  const next = toStored(place.collection, id, text, layout, { revision: seen.revision + 1, write });
  const guard = { ...byId(id), [`${MARK_FIELD}.revision`]: seen.revision, [`${MARK_FIELD}.write`]: seen.write };
  return session.runUntilAnswered(async (_, earlierLost) => {
    try {
      if ((await native.replaceOne(guard, next)).matchedCount === 1) return true;
    } catch (error) {
      throw isDuplicateKey(error) ? taken(access, id, error) : error;
    }
    return earlierLost && (await wasDone(access, id, seen, write));
  });
}

async function wasDone(access: CollectionAccess, id: string, seen: DocumentMark, write: string): Promise<boolean> {
  const stored = await access.native.findOne(byId(id));
  if (stored === null) return false;
  const { mark } = fromStored(access.place, stored);
  if (mark.write === write) return true;
  if (mark.revision <= seen.revision + 1) return false;
  const { collection, location } = access.place;
  throw new MlopsError(
    "STORE_WRITE_UNCERTAIN",
    `The connection broke while "${id}" of "${collection}" in ${location} was changed, and others changed it since.`,
    { details: { location, collection, id } },
  );
}
