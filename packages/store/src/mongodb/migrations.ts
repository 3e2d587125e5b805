import { type DriverContext, MlopsError } from "@mlops/core";
import type { Collection, Db } from "mongodb";

import { isDuplicateKey } from "./mongo-errors.ts";

/**
 * The steps that lead from one schema version to the next. A store is brought up to the last of them when it is opened.
 *
 * To change the schema, append a migration with the next version; never edit or remove one that was published.
 * Processes may apply one at the same time and be killed in the middle: each step must be repeatable. Collections of
 * documents and their indexes are not part of the schema: they follow their definitions (see `collection-indexes.ts`).
 */
export interface Migration {
  readonly version: number;
  readonly summary: string;
  apply(database: Db): Promise<void>;
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    summary: "Facts about the store itself; the indexes that GridFS prescribes for its bucket of blobs.",
    async apply(database) {
      await database.collection("blobs.files").createIndexes([{ key: { filename: 1, uploadDate: 1 } }]);
      await database.collection("blobs.chunks").createIndexes([{ key: { files_id: 1, n: 1 }, unique: true }]);
    },
  },
];

/** The version that this code reads and writes. */
export const SCHEMA_VERSION = migrations.reduce((newest, { version }) => Math.max(newest, version), 0);

/** No collection of documents can have this name. */
const FACTS = "mlops.facts";

interface SchemaFact {
  readonly _id: "schema";
  readonly version: number;
  readonly migrated_at: Date;
}

/** @throws MlopsError STORE_VERSION_NEWER */
export async function migrate(database: Db, location: string, { clock }: DriverContext): Promise<void> {
  const facts = database.collection<SchemaFact>(FACTS);
  const stored = await storedVersion(facts);
  if (stored > SCHEMA_VERSION) {
    throw new MlopsError(
      "STORE_VERSION_NEWER",
      `The store ${location} has schema version ${stored}; this version of mlops knows ${SCHEMA_VERSION}.`,
      { details: { location, stored, known: SCHEMA_VERSION } },
    );
  }
  for (const migration of migrations.filter(({ version }) => version > stored)) {
    await migration.apply(database);
    await record(facts, migration.version, new Date(clock.wall()));
  }
}

async function storedVersion(facts: Collection<SchemaFact>): Promise<number> {
  return (await facts.findOne({ _id: "schema" }))?.version ?? 0;
}

/** Never downwards: another process may be further. */
async function record(facts: Collection<SchemaFact>, version: number, migratedAt: Date): Promise<void> {
  try {
    if (version === 1) await facts.insertOne({ _id: "schema", version, migrated_at: migratedAt });
    else
      await facts.updateOne(
        { _id: "schema", version: { $lt: version } },
        { $set: { version, migrated_at: migratedAt } },
      );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
