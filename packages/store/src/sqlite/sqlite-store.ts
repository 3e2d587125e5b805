import type {
  BlobStore,
  Collection,
  CollectionDefinition,
  DriverContext,
  LeaseStore,
  Store,
  StoredDocument,
  StoreDescription,
  StoreFinding,
} from "@mlops/core";
import { canonicalJson, MlopsError } from "@mlops/core";

import { blobNoteCollection, FileBlobStore } from "../blobs/file-blob-store.ts";
import { assertCollectionDefinition } from "../documents/collection-definition.ts";
import { documentLeases, leaseCollection } from "../leases/document-leases.ts";
import { isProcessGone } from "../leases/process-identity.ts";
import { storedCollections } from "./collection-schema.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import type { SqliteSession } from "./session.ts";
import { SqliteCollection } from "./sqlite-collection.ts";
import { checkSqlite } from "./sqlite-check.ts";
import { translateStoreError } from "./sqlite-errors.ts";

/** The store in a folder: `store.db` and `blobs/`. */
export class SqliteStore implements Store {
  readonly driver = "sqlite";
  readonly supports = { findAndUpdate: true, uniqueIndexes: true } as const;
  readonly blobs: BlobStore;
  readonly leases: LeaseStore;
  readonly #session: SqliteSession;
  readonly #durability: string;
  readonly #indexLists = new Map<string, string>();

  constructor(session: SqliteSession, blobFolder: string, context: DriverContext, durability: string) {
    this.#session = session;
    this.#durability = durability;
    this.blobs = new FileBlobStore({
      folder: blobFolder,
      notes: this.collection(blobNoteCollection),
      context,
      assertOpen: () => session.assertOpen(),
      translate: translateStoreError,
    });
    this.leases = documentLeases({
      collection: this.collection(leaseCollection),
      clock: context.clock,
      isGone: isProcessGone,
    });
  }

  collection<T extends StoredDocument>(definition: CollectionDefinition): Collection<T> {
    this.#session.assertOpen();
    assertCollectionDefinition(definition);
    this.#assertSameIndexes(definition);
    return new SqliteCollection<T>(this.#session, definition);
  }

  async collections(): Promise<readonly string[]> {
    const names = await this.#session.run(storedCollections);
    return names.filter((name) => name !== blobNoteCollection.name);
  }

  async describe(): Promise<StoreDescription> {
    return this.#session.run((connection) => ({
      driver: this.driver,
      location: this.#session.path,
      version: String(connection.first("SELECT sqlite_version()")?.[0]),
      schemaVersion: SCHEMA_VERSION,
      details: {
        journalMode: String(connection.first("PRAGMA journal_mode")?.[0]),
        durability: this.#durability,
        bytes: Number(connection.first("PRAGMA page_count")?.[0]) * Number(connection.first("PRAGMA page_size")?.[0]),
      },
    }));
  }

  check(options: { readonly signal?: AbortSignal } = {}): AsyncIterable<StoreFinding> {
    return checkSqlite(this.#session, this.blobs, options.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.close();
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
