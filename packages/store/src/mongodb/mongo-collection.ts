import {
  type Change,
  type Collection,
  type CollectionDefinition,
  type Filter,
  type JsonObject,
  MlopsError,
  type Query,
  type StoredDocument,
} from "@mlops/core";

import { applyChange } from "../documents/apply-change.ts";
import { assertCollectionDefinition } from "../documents/collection-definition.ts";
import { compareSortKeys, sortKeyOf } from "../documents/document-order.ts";
import { assertDocumentId, encodeDocument } from "../documents/encode-document.ts";
import { parseFilter } from "../documents/parsed-filter.ts";
import { type ParsedQuery, parseQuery } from "../documents/parsed-query.ts";
import { project } from "../documents/project.ts";
import { byId, type CollectionAccess } from "./collection-access.ts";
import { ensureIndexes, ensureIndexOnDemand } from "./collection-indexes.ts";
import { insertMany, insertOne } from "./insert-once.ts";
import type { MongoSession } from "./mongo-session.ts";
import { nativeFilter } from "./native-filter.ts";
import { matchesOf, orderedMatches } from "./ordered-matches.ts";
import { replaceRevision } from "./replace-revision.ts";
import { type FoundDocument, fromStored } from "./stored-document.ts";
import { storedLayout } from "./stored-layout.ts";

/** A collection of MongoDB; the contract's laws are in `Collection`, the stored form in `stored-document.ts`. */
export class MongoCollection<T extends StoredDocument> implements Collection<T> {
  readonly name: string;
  readonly #definition: CollectionDefinition;
  readonly #access: CollectionAccess;
  #ready: Promise<void> | undefined;

  constructor(session: MongoSession, definition: CollectionDefinition) {
    this.name = definition.name;
    this.#definition = definition;
    this.#access = {
      session,
      layout: storedLayout(definition, session.server),
      place: { location: session.location, collection: definition.name },
      native: session.database.collection(definition.name),
    };
  }

  async insertOnce(document: T): Promise<{ readonly inserted: boolean; readonly document: T }> {
    const text = encodeDocument(this.name, document);
    const { inserted, found } = await insertOne(await this.#opened(), document._id, text);
    return { inserted, document: found as unknown as T };
  }

  async insert(document: T): Promise<void> {
    const { inserted } = await this.insertOnce(document);
    if (inserted) return;
    throw new MlopsError("STORE_DUPLICATE_KEY", `Collection "${this.name}" already holds "${document._id}".`, {
      details: { collection: this.name, id: document._id, fields: ["_id"] },
    });
  }

  /** Where a unique index refuses one document, the others are inserted all the same. */
  async insertManyOnce(documents: readonly T[]): Promise<readonly boolean[]> {
    const texts = documents.map((document) => [document._id, encodeDocument(this.name, document)] as const);
    return insertMany(await this.#opened(), texts);
  }

  async get(id: string): Promise<T | undefined> {
    assertDocumentId(this.name, id);
    return (await this.#read(id))?.document as T | undefined;
  }

  async find(query: Query = {}): Promise<T[]> {
    const parsed = parseQuery(query);
    const access = await this.#opened();
    if (parsed.limit !== undefined) return this.#collect(orderedMatches(access, parsed), parsed);
    // The whole answer is in memory anyway, so that it is put in order there, whatever the server's order.
    const documents: JsonObject[] = [];
    for await (const { document } of matchesOf(access, parsed.filter)) documents.push(document);
    const keyed = documents.map((document) => [sortKeyOf(parsed, document), document] as const);
    return keyed
      .toSorted(([a], [b]) => compareSortKeys(parsed, a, b))
      .slice(parsed.skip)
      .map(([, document]) => this.#project(document, parsed));
  }

  /** Sees each document as it is when its part of the answer is fetched. */
  async *scan(query: Query = {}): AsyncIterable<T> {
    const parsed = parseQuery(query);
    const access = await this.#opened();
    for await (const { document } of orderedMatches(access, parsed)) {
      yield this.#project(document, parsed);
      access.session.assertContinuing();
    }
  }

  async count(filter: Filter = { and: [] }): Promise<number> {
    const native = nativeFilter(parseFilter(filter), this.#access.layout);
    const access = await this.#opened();
    return access.session.run(() => access.native.countDocuments(native));
  }

  async ensureIndex(fields: readonly string[]): Promise<void> {
    assertCollectionDefinition({ name: this.name, indexes: [{ fields }] });
    const { session, native } = await this.#opened();
    await session.runUntilAnswered(() => ensureIndexOnDemand(native, fields));
  }

  async update(id: string, change: Change): Promise<T | undefined> {
    assertDocumentId(this.name, id);
    for (;;) {
      const found = await this.#read(id);
      if (found === undefined) return undefined;
      const changed = await this.#replace(found, change);
      if (changed !== undefined) return changed as unknown as T;
    }
  }

  async findAndUpdate(query: Query, change: Change): Promise<T | undefined> {
    const parsed = parseQuery({ ...query, limit: Math.min(query.limit ?? 1, 1) });
    const access = await this.#opened();
    for (;;) {
      const found = await first(orderedMatches(access, parsed));
      if (found === undefined) return undefined;
      const changed = await this.#replace(found, change);
      if (changed !== undefined) return this.#project(changed, parsed);
    }
  }

  /** Not repeated after a lost answer: how many were deleted could not be said any more. */
  async delete(filter: Filter): Promise<number> {
    const native = nativeFilter(parseFilter(filter), this.#access.layout);
    const access = await this.#opened();
    return access.session.run(async () => (await access.native.deleteMany(native)).deletedCount);
  }

  async #read(id: string): Promise<FoundDocument | undefined> {
    const { session, native, place } = await this.#opened();
    const stored = await session.run(() => native.findOne(byId(id)));
    return stored === null ? undefined : fromStored(place, stored);
  }

  /** The document after the change; undefined where another writer was first. */
  async #replace(found: FoundDocument, change: Change): Promise<JsonObject | undefined> {
    const text = encodeDocument(this.name, { ...applyChange(found.document, change), _id: found.id });
    const replaced = await replaceRevision(await this.#opened(), found.id, found.mark, text);
    return replaced ? (JSON.parse(text) as JsonObject) : undefined;
  }

  async #collect(found: AsyncIterable<FoundDocument>, query: ParsedQuery): Promise<T[]> {
    const documents: T[] = [];
    for await (const { document } of found) documents.push(this.#project(document, query));
    return documents;
  }

  #project(document: JsonObject, { fields }: ParsedQuery): T {
    return (fields === undefined ? document : project(document, fields)) as unknown as T;
  }

  /** The collection once its indexes are as defined. */
  async #opened(): Promise<CollectionAccess> {
    const { session, native } = this.#access;
    session.assertOpen();
    this.#ready ??= session.runUntilAnswered(() => ensureIndexes(native, this.#definition));
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
    return this.#access;
  }
}

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
