import type { Collection, Document } from "mongodb";

import { isCollectionName } from "../documents/collection-definition.ts";
import type { MongoSession } from "./mongo-session.ts";
import type { DocumentPlace } from "./stored-document.ts";
import type { StoredLayout } from "./stored-layout.ts";

/** What the parts of a collection share. */
export interface CollectionAccess {
  readonly session: MongoSession;
  readonly layout: StoredLayout;
  readonly place: DocumentPlace;
  readonly native: Collection;
}

/** Ids are texts here; the official driver takes them for its own type unless told. */
export function byId(id: string): Document {
  return { _id: id };
}

/** Names of all collections of documents, by code point; those of the driver itself hold a dot. */
export async function storedCollections(session: MongoSession): Promise<readonly string[]> {
  const found = await session.run((database) => database.listCollections({}, { nameOnly: true }).toArray());
  return found
    .map(({ name }) => name)
    .filter(isCollectionName)
    .toSorted();
}
