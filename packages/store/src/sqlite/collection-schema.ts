import type { CollectionDefinition, IndexDefinition } from "@mlops/core";
import { digestJson, MlopsError } from "@mlops/core";

import { parseFieldPath } from "../documents/field-path.ts";
import type { Connection } from "./connection.ts";
import { sqlField } from "./sql-field.ts";

/** Every index costs time at each write. */
const MOST_ON_DEMAND = 16;

/** The tables and indexes of a collection, as the text that SQLite keeps of them. */
export interface CollectionSchema {
  readonly table: string;
  readonly tableSql: string;
  /** Second way to a document by its id: tells a missing document from one that a damaged index hides. */
  readonly hashIndex: string;
  /** By index name. */
  readonly indexes: ReadonlyMap<string, { readonly sql: string; readonly fields: readonly string[] }>;
  /** Whether indexes that are not listed are to be dropped: only a definition that lists indexes decides that. */
  readonly complete: boolean;
}

export function collectionSchema({ name, indexes }: CollectionDefinition): CollectionSchema {
  const table = `c_${name}`;
  const hashIndex = `h_${name}`;
  const declared = (indexes ?? []).map((index) => {
    const indexName = `i_${name}_${digestJson({ fields: index.fields, unique: index.unique === true }).slice(0, 16)}`;
    return [indexName, { sql: indexSql(indexName, table, index), fields: index.fields }] as const;
  });
  return {
    table,
    tableSql:
      `CREATE TABLE ${table} (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, id_hash INTEGER NOT NULL, ` +
      "checksum INTEGER NOT NULL, body TEXT NOT NULL) STRICT",
    hashIndex,
    indexes: new Map([
      [hashIndex, { sql: `CREATE INDEX ${hashIndex} ON ${table} (id_hash)`, fields: ["_id"] }],
      ...declared,
    ]),
    complete: indexes !== undefined,
  };
}

/** Names of all collections of the database, the driver's own among them, by code point. */
export function storedCollections(connection: Connection): readonly string[] {
  return connection
    .all("SELECT substr(name, 3) FROM sqlite_schema WHERE type = 'table' AND name GLOB 'c_*' ORDER BY name")
    .map(([name]) => String(name));
}

/** The id closes an index that is not unique, so that ties come out in order and unsorted queries need no sorting. */
function indexSql(name: string, table: string, { fields, unique = false }: IndexDefinition): string {
  const columns = fields.map(parseFieldPath).flatMap((path) => {
    const { rank, value } = sqlField(path);
    return value === "id" ? [value] : [rank, value];
  });
  const ends = unique ? columns : [...columns.filter((column) => column !== "id"), "id"];
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ${name} ON ${table} (${ends.join(", ")})`;
}

/** Makes an index that the definition does not list, and drops the oldest of many. Reads only where it is there. */
export function ensureIndexOnDemand(
  connection: Connection,
  { table }: CollectionSchema,
  fields: readonly string[],
): void {
  const name = `${onDemandPrefix(table)}${digestJson(fields).slice(0, 16)}`;
  if (onDemandIndexes(connection, table).includes(name)) return;
  connection.exclusively(() => {
    const made = onDemandIndexes(connection, table);
    if (made.includes(name)) return;
    const surplus = made.slice(0, Math.max(0, made.length + 1 - MOST_ON_DEMAND));
    for (const other of surplus) connection.exec(`DROP INDEX ${other}`);
    connection.exec(indexSql(name, table, { fields }));
  });
}

function onDemandPrefix(table: string): string {
  return `q_${table}_`;
}

/** Oldest first: SQLite adds to the end of its schema. */
function onDemandIndexes(connection: Connection, table: string): readonly string[] {
  const prefix = onDemandPrefix(table);
  return connection
    .all("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? ORDER BY rowid", table)
    .map(([name]) => String(name))
    .filter((name) => name.startsWith(prefix));
}

/** Makes the database agree with the schema. Reads only where it already does; safe under concurrent processes. */
export function ensureCollectionSchema(connection: Connection, schema: CollectionSchema, path: string): void {
  if (differences(connection, schema, path).length === 0) return;
  connection.exclusively(() => {
    for (const statement of differences(connection, schema, path)) connection.exec(statement);
  });
}

/** The statements that lead from what is stored to what is wanted. */
function differences(connection: Connection, schema: CollectionSchema, path: string): readonly string[] {
  const stored = new Map(
    connection
      .all("SELECT name, sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL", schema.table)
      .map(([name, sql]) => [String(name), String(sql)]),
  );
  const table = stored.get(schema.table);
  if (table === undefined && stored.size === 0) {
    return [schema.tableSql, ...Array.from(schema.indexes.values(), ({ sql }) => sql)];
  }
  if (table !== schema.tableSql) {
    throw new MlopsError("STORE_DAMAGED", `The table ${schema.table} of ${path} is not as it was made.`, {
      details: { path, table: schema.table },
    });
  }
  stored.delete(schema.table);
  for (const name of stored.keys()) if (name.startsWith(onDemandPrefix(schema.table))) stored.delete(name);
  const surplus = [...stored].filter(([name, sql]) =>
    schema.indexes.has(name) ? schema.indexes.get(name)?.sql !== sql : schema.complete,
  );
  const kept = new Set([...stored.keys()].filter((name) => !surplus.some(([other]) => other === name)));
  const lacking = [...schema.indexes].filter(([name]) => !kept.has(name)).map(([, { sql }]) => sql);
  return [...surplus.map(([name]) => `DROP INDEX "${name.replaceAll('"', '""')}"`), ...lacking];
}
