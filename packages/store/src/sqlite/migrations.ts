import type { Connection } from "./connection.ts";

/**
 * The steps that lead from one schema version to the next. A store is brought up to the last of them when it is opened.
 *
 * To change the schema, append a migration with the next version; never edit or remove one that was published, and keep
 * a database of each published version among the fixtures. Collections and their indexes are not part of the schema:
 * they follow their definitions (see `collection-schema.ts`).
 */
export interface Migration {
  readonly version: number;
  readonly summary: string;
  apply(connection: Connection): void;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    summary: "Facts about the store itself; one table per collection is made when the collection is first opened.",
    apply(connection) {
      connection.exec("CREATE TABLE store_facts (name TEXT NOT NULL PRIMARY KEY, fact TEXT NOT NULL) STRICT");
    },
  },
];

/** The version that this code reads and writes. */
export const SCHEMA_VERSION = migrations.reduce((newest, { version }) => Math.max(newest, version), 0);

/** "MLOP": marks the file as ours in its header. */
export const APPLICATION_ID = 0x4d4c4f50;

/** Applies what is missing after `from`; the caller holds the write lock. */
export function migrate(connection: Connection, from: number): void {
  for (const migration of migrations.filter(({ version }) => version > from)) migration.apply(connection);
  connection.run(
    "INSERT INTO store_facts (name, fact) VALUES ('schemaVersion', ?) ON CONFLICT (name) DO UPDATE SET fact = excluded.fact",
    String(SCHEMA_VERSION),
  );
  connection.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
