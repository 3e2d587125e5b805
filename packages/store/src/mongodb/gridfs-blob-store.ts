import { createHash } from "node:crypto";

import { type BlobPutOptions, type BlobReference, type BlobStore, MlopsError } from "@mlops/core";

import { assertBlobDigest, DEFAULT_MEDIA_TYPE } from "../blobs/blob-digest.ts";
import { untilAborted } from "../blobs/until-aborted.ts";
import { type GridFile, GridFiles } from "./grid-files.ts";
import { inChunksOf } from "./in-chunks-of.ts";
import type { MongoSession } from "./mongo-session.ts";

/** Bytes of a chunk: GridFS's own default. Larger ones are no faster, and each costs several copies in memory. */
const CHUNK_BYTES = 255 * 1024;

/**
 * Blobs as GridFS files of the bucket `blobs`, named by their digest; any GridFS tool reads them. A file's document is
 * inserted when all of its chunks are there, so that a name stands for whole content only. Storing the same bytes again
 * makes a newer revision and removes the older ones, which mends a damaged one.
 */
export class GridFsBlobStore implements BlobStore {
  readonly #session: MongoSession;
  readonly #files: GridFiles;
  #swept: Promise<unknown> | undefined;

  constructor(session: MongoSession) {
    this.#session = session;
    this.#files = new GridFiles(session);
  }

  async put(content: Uint8Array | AsyncIterable<Uint8Array>, options: BlobPutOptions = {}): Promise<BlobReference> {
    this.#session.assertOpen();
    this.#swept ??= this.#files.collectAbandoned();
    await this.#swept;
    const mediaType = options.mediaType ?? DEFAULT_MEDIA_TYPE;
    const upload = await this.#files.begin();
    try {
      const { digest, size } = await this.#write(upload, content, options.signal);
      await this.#commit({ id: upload, digest, size, chunkBytes: CHUNK_BYTES, mediaType });
      return { digest, size, mediaType };
    } catch (error) {
      // What cannot be removed now is collected when its day is over.
      await this.#files.abandon(upload).catch(() => undefined);
      throw error;
    }
  }

  async read(digest: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.open(digest)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *open(digest: string): AsyncIterable<Uint8Array> {
    this.#session.assertOpen();
    assertBlobDigest(digest);
    const hash = createHash("sha256");
    let held: Uint8Array | undefined;
    for await (const chunk of this.#chunks(digest)) {
      this.#session.assertOpen();
      if (held !== undefined) yield held;
      hash.update(chunk);
      held = chunk;
    }
    const found = hash.digest("hex");
    if (found !== digest) throw this.#damaged(digest, `its bytes have digest ${found}`);
    if (held !== undefined) yield held;
  }

  async has(digest: string): Promise<boolean> {
    this.#session.assertOpen();
    assertBlobDigest(digest);
    return (await this.#files.newest(digest)) !== undefined;
  }

  async *list(): AsyncIterable<BlobReference & { readonly storedAt: number }> {
    this.#session.assertOpen();
    let last: string | undefined;
    for await (const { digest, size, mediaType, storedAt } of this.#files.all()) {
      this.#session.assertOpen();
      if (digest !== last) yield { digest, size, mediaType, storedAt };
      last = digest;
    }
  }

  async delete(digest: string): Promise<boolean> {
    this.#session.assertOpen();
    assertBlobDigest(digest);
    const revisions = await this.#files.revisions(digest);
    for (const { id } of revisions) await this.#files.remove(id);
    return revisions.length > 0;
  }

  async #write(
    upload: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly digest: string; readonly size: number }> {
    const hash = createHash("sha256");
    const signals = [signal, this.#session.context.signal].filter((each) => each !== undefined);
    let size = 0;
    let number = 0;
    for await (const chunk of inChunksOf(CHUNK_BYTES, untilAborted(content, signals))) {
      hash.update(chunk);
      await this.#files.writeChunk(upload, number, chunk);
      size += chunk.byteLength;
      number += 1;
    }
    return { digest: hash.digest("hex"), size };
  }

  /** The first one to store a blob says what it is taken for. */
  async #commit(file: Omit<GridFile, "storedAt">): Promise<void> {
    const known = await this.#files.newest(file.digest);
    const mediaType = known === undefined || known.mediaType === DEFAULT_MEDIA_TYPE ? file.mediaType : known.mediaType;
    await this.#files.commit({ ...file, mediaType });
    const revisions = await this.#files.revisions(file.digest);
    const own = revisions.findIndex(({ id }) => id === file.id);
    for (const { id } of own === -1 ? [] : revisions.slice(own + 1)) await this.#files.remove(id);
  }

  /** Goes on in a newer revision where the one that is read is removed: its chunks are the same. */
  async *#chunks(digest: string): AsyncIterable<Uint8Array> {
    let number = 0;
    let tried: string | undefined;
    for (;;) {
      const file = await this.#files.newest(digest);
      if (file === undefined) {
        const where = this.#session.location;
        throw new MlopsError("STORE_BLOB_NOT_FOUND", `There is no blob ${digest} in ${where}.`, {
          details: { digest, location: where },
        });
      }
      const count = Math.ceil(file.size / file.chunkBytes);
      for await (const chunk of this.#files.chunks(file, number)) {
        if (chunk.number !== number || number >= count) break;
        yield chunk.bytes;
        number += 1;
      }
      if (number >= count) return;
      if (file.id === tried) throw this.#damaged(digest, `its chunk ${number} of ${count} is missing`);
      tried = file.id;
    }
  }

  #damaged(digest: string, reason: string): MlopsError {
    return new MlopsError(
      "STORE_BLOB_DAMAGED",
      `The blob ${digest} in ${this.#session.location} is damaged: ${reason}.`,
      {
        details: { digest, location: this.#session.location },
      },
    );
  }
}
