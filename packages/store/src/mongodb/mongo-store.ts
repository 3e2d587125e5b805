import type {
  BlobStore,
  Collection,
  CollectionDefinition,
  LeaseStore,
  Store,
  StoredDocument,
  StoreDescription,
  StoreFinding,
  StoreSupports,
} from "@mlops/core";
import { canonicalJson, MlopsError } from "@mlops/core";

import { assertCollectionDefinition } from "../documents/collection-definition.ts";
import { documentLeases, leaseCollection } from "../leases/document-leases.ts";
import { isProcessGone } from "../leases/process-identity.ts";
import { GridFsBlobStore } from "./gridfs-blob-store.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import { storedCollections } from "./collection-access.ts";
import { checkMongo } from "./mongo-check.ts";
import { MongoCollection } from "./mongo-collection.ts";
import type { MongoSession } from "./mongo-session.ts";
import { readClockSkew } from "./server-facts.ts";

/** The store in a database of a MongoDB server. */
export class MongoStore implements Store {
  readonly driver = "mongodb";
  readonly supports: StoreSupports;
  readonly blobs: BlobStore;
  readonly leases: LeaseStore;
  readonly #session: MongoSession;
  readonly #indexLists = new Map<string, string>();

  constructor(session: MongoSession) {
    this.#session = session;
    this.supports = { findAndUpdate: session.server.atomicUpdates, uniqueIndexes: true };
    this.blobs = new GridFsBlobStore(session);
    this.leases = documentLeases({
      collection: this.collection(leaseCollection),
      clock: session.context.clock,
      isGone: isProcessGone,
    });
  }

  collection<T extends StoredDocument>(definition: CollectionDefinition): Collection<T> {
    this.#session.assertOpen();
    assertCollectionDefinition(definition);
    this.#assertSameIndexes(definition);
    return new MongoCollection<T>(this.#session, definition);
  }

  async collections(): Promise<readonly string[]> {
    return storedCollections(this.#session);
  }

  async describe(): Promise<StoreDescription> {
    const { location, server, context } = this.#session;
    const skew = await this.#session.run((database) => readClockSkew(database, () => context.clock.wall()));
    return {
      driver: this.driver,
      location,
      version: server.version,
      schemaVersion: SCHEMA_VERSION,
      details: {
        product: server.product,
        topology: server.topology,
        ...(server.setName !== undefined && { replicaSet: server.setName }),
        database: this.#session.database.databaseName,
        clockSkewMilliseconds: skew,
        atomicUpdates: server.atomicUpdates,
      },
    };
  }

  check(options: { readonly signal?: AbortSignal } = {}): AsyncIterable<StoreFinding> {
    return checkMongo(this.#session, this.blobs, options.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close();
  }

  /** Two lists would undo each other's indexes at every opening. */
  #assertSameIndexes({ name, indexes }: CollectionDefinition): void {
    if (indexes === undefined) return;
    const list = canonicalJson(indexes);
    const known = this.#indexLists.get(name);
    if (known !== undefined && known !== list) {
      throw new MlopsError("STORE_COLLECTION_INVALID", `Collection "${name}" was opened with other indexes before.`, {
        details: { collection: name, before: known, now: list },
      });
    }
    this.#indexLists.set(name, list);
  }
}
