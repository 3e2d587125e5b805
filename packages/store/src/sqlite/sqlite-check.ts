import { type BlobStore, isMlopsError, type StoreFinding } from "@mlops/core";

import { storedCollections } from "./collection-schema.ts";
import { decodeRow } from "./document-row.ts";
import type { SqliteSession } from "./session.ts";
import { SqliteCollection } from "./sqlite-collection.ts";

/** Everything that can be found out about damage: SQLite's own check, every document's checksum, every blob's digest. */
export async function* checkSqlite(
  session: SqliteSession,
  blobs: BlobStore,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  yield* checkStructure(session);
  yield* checkDocuments(session, signal);
  yield* checkBlobs(session, blobs, signal);
}

async function* checkStructure(session: SqliteSession): AsyncIterable<StoreFinding> {
  try {
    const rows = await session.run((connection) => connection.all("PRAGMA integrity_check"));
    for (const [text] of rows) if (text !== "ok") yield structural(session.path, String(text));
  } catch (error) {
    yield* foundBy(error, session.path);
  }
}

async function* checkDocuments(session: SqliteSession, signal: AbortSignal | undefined): AsyncIterable<StoreFinding> {
  let names: readonly string[];
  try {
    names = await session.run(storedCollections);
  } catch (error) {
    yield* foundBy(error, session.path);
    return;
  }
  for (const name of names) yield* checkCollection(session, name, signal);
}

async function* checkCollection(
  session: SqliteSession,
  name: string,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  const where = `${session.path} ${name}`;
  try {
    for await (const row of new SqliteCollection(session, { name }).rows()) {
      session.assertContinuing(signal);
      try {
        decodeRow(session.path, name, row);
      } catch (error) {
        yield* foundBy(error, `${where}/${String(row[0])}`);
      }
    }
  } catch (error) {
    yield* foundBy(error, where);
  }
}

async function* checkBlobs(
  session: SqliteSession,
  blobs: BlobStore,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  for await (const { digest } of blobs.list()) {
    try {
      for await (const _ of blobs.open(digest)) session.assertContinuing(signal);
    } catch (error) {
      yield* foundBy(error, `blob ${digest}`);
    }
  }
}

/** Damage is a finding. A blob that was deleted meanwhile is none; a stopped check or a closed store ends it. */
function* foundBy(error: unknown, where: string): Iterable<StoreFinding> {
  if (!isMlopsError(error)) throw error;
  if (error.code === "STORE_BLOB_NOT_FOUND") return;
  if (!error.code.endsWith("_DAMAGED")) throw error;
  yield { severity: "error", code: error.code, where, message: error.message };
}

function structural(where: string, message: string): StoreFinding {
  return { severity: "error", code: "STORE_DAMAGED", where, message };
}
