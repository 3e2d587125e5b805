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
import { assertDocumentId, encodeDocument } from "../documents/encode-document.ts";
import { matches } from "../documents/matches.ts";
import { parseFilter } from "../documents/parsed-filter.ts";
import { type ParsedQuery, parseQuery } from "../documents/parsed-query.ts";
import { project } from "../documents/project.ts";
import {
  collectionSchema,
  type CollectionSchema,
  ensureCollectionSchema,
  ensureIndexOnDemand,
} from "./collection-schema.ts";
import type { Connection, Row } from "./connection.ts";
import { decodeRow, DOCUMENT_COLUMNS, documentChecksum, documentDamaged, idHash } from "./document-row.ts";
import type { SqliteSession } from "./session.ts";
import { sqlFilter } from "./sql-filter.ts";
import { sqlQuery } from "./sql-query.ts";
import { isConstraint, translateStoreError } from "./sqlite-errors.ts";

/** A collection as one table of canonical JSON texts with checksums; the contract's laws are in `Collection`. */
export class SqliteCollection<T extends StoredDocument> implements Collection<T> {
  readonly name: string;
  readonly #session: SqliteSession;
  readonly #schema: CollectionSchema;
  #ready: Promise<void> | undefined;

  constructor(session: SqliteSession, definition: CollectionDefinition) {
    this.name = definition.name;
    this.#session = session;
    this.#schema = collectionSchema(definition);
  }

  async insertOnce(document: T): Promise<{ readonly inserted: boolean; readonly document: T }> {
    const text = encodeDocument(this.name, document);
    for (;;) {
      if (await this.#run((connection) => this.#insert(connection, document._id, text))) {
        return { inserted: true, document: JSON.parse(text) as T };
      }
      const winner = await this.get(document._id);
      if (winner !== undefined) return { inserted: false, document: winner };
    }
  }

  async insert(document: T): Promise<void> {
    const text = encodeDocument(this.name, document);
    if (await this.#run((connection) => this.#insert(connection, document._id, text))) return;
    throw new MlopsError("STORE_DUPLICATE_KEY", `Collection "${this.name}" already holds "${document._id}".`, {
      details: { collection: this.name, id: document._id, fields: ["_id"] },
    });
  }

  /** In one transaction: where a unique index refuses one document, none is inserted. */
  async insertManyOnce(documents: readonly T[]): Promise<readonly boolean[]> {
    const texts = documents.map((document) => [document._id, encodeDocument(this.name, document)] as const);
    if (texts.length === 0) return [];
    return this.#run((connection) =>
      connection.exclusively(() => texts.map(([id, text]) => this.#insert(connection, id, text))),
    );
  }

  async get(id: string): Promise<T | undefined> {
    assertDocumentId(this.name, id);
    return this.#run((connection) => this.#read(connection, id) as unknown as T | undefined);
  }

  async find(query: Query = {}): Promise<T[]> {
    const parsed = parseQuery(query);
    return this.#run((connection) => {
      const { sql, operands } = sqlQuery(this.#schema.table, parsed);
      return connection.all(sql, ...operands).map((row) => this.#project(this.#verified(row, parsed), parsed));
    });
  }

  /** Sees the collection as it was when the scan began. */
  async *scan(query: Query = {}): AsyncIterable<T> {
    const parsed = parseQuery(query);
    const { sql, operands } = sqlQuery(this.#schema.table, parsed);
    for await (const row of this.#rows(sql, operands)) {
      yield this.#project(this.#verified(row, parsed), parsed);
      this.#session.assertContinuing();
    }
  }

  async count(filter: Filter = { and: [] }): Promise<number> {
    const { sql, operands } = sqlFilter(parseFilter(filter));
    return this.#run((connection) => {
      const row = connection.first(`SELECT count(*) FROM ${this.#schema.table} WHERE ${sql}`, ...operands);
      return Number(row?.[0]);
    });
  }

  async ensureIndex(fields: readonly string[]): Promise<void> {
    assertCollectionDefinition({ name: this.name, indexes: [{ fields }] });
    await this.#run((connection) => ensureIndexOnDemand(connection, this.#schema, fields));
  }

  async update(id: string, change: Change): Promise<T | undefined> {
    assertDocumentId(this.name, id);
    return this.#run((connection) =>
      connection.exclusively(() => {
        const found = this.#read(connection, id);
        return found === undefined
          ? undefined
          : (this.#replace(connection, id, applyChange(found, change)) as unknown as T);
      }),
    );
  }

  async findAndUpdate(query: Query, change: Change): Promise<T | undefined> {
    const parsed = parseQuery({ ...query, limit: Math.min(query.limit ?? 1, 1) });
    return this.#run((connection) =>
      connection.exclusively(() => {
        const { sql, operands } = sqlQuery(this.#schema.table, parsed);
        const row = connection.first(sql, ...operands);
        if (row === undefined) return undefined;
        const found = this.#verified(row, parsed);
        return this.#project(this.#replace(connection, String(row[0]), applyChange(found, change)), parsed);
      }),
    );
  }

  async delete(filter: Filter): Promise<number> {
    const { sql, operands } = sqlFilter(parseFilter(filter));
    return this.#run((connection) => connection.run(`DELETE FROM ${this.#schema.table} WHERE ${sql}`, ...operands));
  }

  /** All rows for the store's check, whatever their state. */
  rows(): AsyncIterable<Row> {
    return this.#rows(`SELECT ${DOCUMENT_COLUMNS} FROM ${this.#schema.table}`, []);
  }

  async *#rows(sql: string, operands: readonly (string | number)[]): AsyncIterable<Row> {
    await this.#run(() => undefined);
    const reader = await this.#session.openReader();
    try {
      yield* reader.iterate(sql, ...operands);
    } catch (error) {
      throw translateStoreError(error, this.#session.path);
    } finally {
      this.#session.closeReader(reader);
    }
  }

  async #run<R>(work: (connection: Connection) => R): Promise<R> {
    this.#session.assertOpen();
    this.#ready ??= this.#session.run((connection) =>
      this.#guardUnique(() => ensureCollectionSchema(connection, this.#schema, this.#session.path)),
    );
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
    return this.#session.run(work);
  }

  /** Inserts unless either index knows the id: a damaged one must not let a second document of that id in. */
  #insert(connection: Connection, id: string, text: string): boolean {
    const { table, hashIndex } = this.#schema;
    const hash = idHash(id);
    const changed = this.#guardUnique(() =>
      connection.run(
        `INSERT INTO ${table} (id, id_hash, checksum, body) SELECT ?, ?, ?, ? ` +
          `WHERE NOT EXISTS (SELECT 1 FROM ${table} INDEXED BY ${hashIndex} WHERE id_hash = ? AND id = ?) ` +
          "ON CONFLICT (id) DO NOTHING",
        id,
        hash,
        documentChecksum(this.name, id, text),
        text,
        hash,
        id,
      ),
    );
    return changed === 1;
  }

  #read(connection: Connection, id: string): JsonObject | undefined {
    const { table, hashIndex } = this.#schema;
    const row = connection.first(`SELECT ${DOCUMENT_COLUMNS} FROM ${table} WHERE id = ?`, id);
    if (row !== undefined) return decodeRow(this.#session.path, this.name, row);
    // One statement, hence one moment: between two, another process may insert the document.
    const hidden = connection.first(
      `SELECT 1 FROM ${table} INDEXED BY ${hashIndex} WHERE id_hash = ? AND id = ? ` +
        `AND NOT EXISTS (SELECT 1 FROM ${table} AS other WHERE other.id = ?)`,
      idHash(id),
      id,
      id,
    );
    if (hidden === undefined) return undefined;
    throw documentDamaged(this.#session.path, this.name, id, "the index of ids does not lead to it");
  }

  #replace(connection: Connection, id: string, document: JsonObject): JsonObject {
    const text = encodeDocument(this.name, { ...document, _id: id });
    this.#guardUnique(() =>
      connection.run(
        `UPDATE ${this.#schema.table} SET checksum = ?, body = ? WHERE id = ?`,
        documentChecksum(this.name, id, text),
        text,
        id,
      ),
    );
    return JSON.parse(text) as JsonObject;
  }

  /** Reads a found row and makes sure that it belongs to the answer: a damaged index may lead to a wrong one. */
  #verified(row: Row, { filter }: ParsedQuery): JsonObject {
    const document = decodeRow(this.#session.path, this.name, row);
    if (matches(filter, document)) return document;
    throw documentDamaged(this.#session.path, this.name, String(row[0]), "an index holds other values of it");
  }

  #project(document: JsonObject, { fields }: ParsedQuery): T {
    return (fields === undefined ? document : project(document, fields)) as unknown as T;
  }

  #guardUnique<R>(work: () => R): R {
    try {
      return work();
    } catch (error) {
      throw this.#duplicate(error) ?? error;
    }
  }

  #duplicate(error: unknown): MlopsError | undefined {
    if (!isConstraint(error) || !(error instanceof Error)) return undefined;
    const [index] = [...this.#schema.indexes].filter(([name]) => error.message.includes(name));
    const fields = index?.[1].fields ?? ["_id"];
    return new MlopsError(
      "STORE_DUPLICATE_KEY",
      `Collection "${this.name}" already holds a document with the same value of ${fields.join(", ")}.`,
      { cause: error, details: { collection: this.name, fields } },
    );
  }
}
