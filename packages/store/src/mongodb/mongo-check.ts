import { type BlobStore, isMlopsError, type StoreFinding } from "@mlops/core";
import type { Document } from "mongodb";

import { storedCollections } from "./collection-access.ts";
import type { MongoSession } from "./mongo-session.ts";
import { fromStored, MARK_FIELD } from "./stored-document.ts";

/** Everything that can be found out about damage: every document's checksum, every blob's digest, chunks without file. */
export async function* checkMongo(
  session: MongoSession,
  blobs: BlobStore,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  session.assertOpen();
  for (const name of await storedCollections(session)) yield* checkCollection(session, name, signal);
  yield* checkBlobs(session, blobs, signal);
  yield* checkChunks(session, signal);
}

async function* checkCollection(
  session: MongoSession,
  name: string,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  const place = { location: session.location, collection: name };
  for await (const stored of streamed(session, name, {})) {
    session.assertContinuing(signal);
    const where = `${session.location} ${name}/${String(stored["_id"])}`;
    try {
      fromStored(place, stored);
    } catch (error) {
      if (!isMlopsError(error)) throw error;
      const severity = Object.hasOwn(stored, MARK_FIELD) ? "error" : "warning";
      yield { severity, code: error.code, where, message: error.message };
    }
  }
}

async function* checkBlobs(
  session: MongoSession,
  blobs: BlobStore,
  signal: AbortSignal | undefined,
): AsyncIterable<StoreFinding> {
  for await (const { digest } of blobs.list()) {
    try {
      for await (const _ of blobs.open(digest)) session.assertContinuing(signal);
    } catch (error) {
      if (!isMlopsError(error) || error.code === "STORE_CLOSED") throw error;
      if (error.code === "STORE_BLOB_NOT_FOUND") continue;
      if (error.code !== "STORE_BLOB_DAMAGED") throw error;
      yield { severity: "error", code: error.code, where: `blob ${digest}`, message: error.message };
    }
  }
}

/** Chunks that belong to no file and to none that is being written or removed: left by foreign programs. */
async function* checkChunks(session: MongoSession, signal: AbortSignal | undefined): AsyncIterable<StoreFinding> {
  let last: unknown;
  const options = { sort: { files_id: 1 }, projection: { files_id: 1 } } as const;
  for await (const chunk of streamed(session, "blobs.chunks", options)) {
    session.assertContinuing(signal);
    const owner: unknown = chunk["files_id"];
    if (owner === last) continue;
    last = owner;
    const isKnown = await session.run(async (database) => {
      const filter = { _id: owner } as Document;
      // In this order: a file becomes visible before it stops being pending.
      const pending = await database.collection("blobs.pending").findOne(filter);
      return pending !== null || (await database.collection("blobs.files").findOne(filter)) !== null;
    });
    if (isKnown) continue;
    const where = `${session.location} blobs.chunks/${String(owner)}`;
    yield { severity: "warning", code: "STORE_BLOB_DAMAGED", where, message: "Chunks of a file that does not exist." };
  }
}

async function* streamed(session: MongoSession, name: string, options: Document): AsyncIterable<Document> {
  const cursor = session.database.collection(name).find({}, options);
  try {
    for (;;) {
      const stored = await session.run(() => cursor.next());
      if (stored === null) return;
      yield stored;
    }
  } finally {
    await cursor.close().catch(() => undefined);
  }
}
