import { DAY, MlopsError } from "@mlops/core";
import { Binary, type Collection, type Document, type WithId } from "mongodb";

import { DEFAULT_MEDIA_TYPE } from "../blobs/blob-digest.ts";
import { isDuplicateKey } from "./mongo-errors.ts";
import type { MongoSession } from "./mongo-session.ts";

/** A file of GridFS. Ids of files are texts here, made from 12 random bytes. */
export interface GridFile {
  readonly id: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly chunkBytes: number;
  readonly mediaType: string;
  /** UTC milliseconds, by the machine that stored it. */
  readonly storedAt: number;
}

interface TextId {
  readonly _id: string;
}

/**
 * The three collections of blobs: `blobs.files` and `blobs.chunks` as the specification of GridFS has them, and
 * `blobs.pending` with the ids of files that are being written or removed. Chunks without a file belong to such an id,
 * so that the leavings of a killed process are found without looking at all chunks.
 *
 * https://github.com/mongodb/specifications/blob/master/source/gridfs/gridfs-spec.md
 */
export class GridFiles {
  readonly #session: MongoSession;
  readonly #files: Collection<TextId & Document>;
  readonly #chunks: Collection;
  readonly #pending: Collection<TextId & Document>;

  constructor(session: MongoSession) {
    this.#session = session;
    this.#files = session.database.collection("blobs.files");
    this.#chunks = session.database.collection("blobs.chunks");
    this.#pending = session.database.collection("blobs.pending");
  }

  /** Announces a file, before its first chunk; answers its id. */
  async begin(): Promise<string> {
    const id = Buffer.from(this.#session.context.entropy(12)).toString("hex");
    await this.#announce(id);
    return id;
  }

  async writeChunk(id: string, number: number, bytes: Uint8Array): Promise<void> {
    const chunk = { _id: `${id}:${number}`, files_id: id, n: number, data: new Binary(bytes) };
    await this.#insert(this.#chunks as unknown as Collection<TextId & Document>, chunk);
  }

  /** Makes the file visible. From here on it is whole and stays. */
  async commit({ id, digest, size, chunkBytes, mediaType }: Omit<GridFile, "storedAt">): Promise<void> {
    if ((await this.#session.run(() => this.#pending.findOne({ _id: id, given_up: { $exists: false } }))) === null) {
      throw new MlopsError("STORE_UNAVAILABLE", `The upload of blob ${digest} took so long that it was given up.`, {
        details: { digest, location: this.#session.location },
        hint: "Store the content again.",
        retryable: true,
      });
    }
    await this.#insert(this.#files, {
      _id: id,
      length: size,
      chunkSize: chunkBytes,
      uploadDate: new Date(this.#session.context.clock.wall()),
      filename: digest,
      metadata: { media_type: mediaType },
    });
    await this.#session.runUntilAnswered(() => this.#pending.deleteOne({ _id: id }));
  }

  /** Removes a file that was not committed. */
  async abandon(id: string): Promise<void> {
    const committed = await this.#session.run(() => this.#files.findOne({ _id: id }));
    if (committed === null) await this.#removeChunks(id);
  }

  async remove(id: string): Promise<void> {
    await this.#announce(id);
    await this.#session.runUntilAnswered(() => this.#files.deleteOne({ _id: id }));
    await this.#removeChunks(id);
  }

  /** The files of a digest, the newest first. */
  async revisions(digest: string): Promise<readonly GridFile[]> {
    const found = await this.#session.run(() => this.#files.find({ filename: digest }).toArray());
    return found.map(fileOf).toSorted((a, b) => b.storedAt - a.storedAt || (a.id < b.id ? 1 : -1));
  }

  async newest(digest: string): Promise<GridFile | undefined> {
    return (await this.revisions(digest))[0];
  }

  /** All files by digest, of each digest the newest first. */
  async *all(): AsyncIterable<GridFile> {
    const cursor = this.#files.find({}, { sort: { filename: 1, uploadDate: -1, _id: -1 } });
    try {
      for (;;) {
        const stored = await this.#session.run(() => cursor.next());
        if (stored === null) return;
        yield fileOf(stored);
      }
    } finally {
      await cursor.close().catch(() => undefined);
    }
  }

  /** The chunks from a number on, in order. */
  async *chunks(file: GridFile, from: number): AsyncIterable<{ readonly number: number; readonly bytes: Uint8Array }> {
    const options = { sort: { n: 1 }, batchSize: 4, promoteBuffers: true } as const;
    const cursor = this.#chunks.find({ files_id: file.id, n: { $gte: from } } as Document, options);
    try {
      for (;;) {
        const stored = await this.#session.run(() => cursor.next());
        if (stored === null) return;
        const { n, data } = stored as Document;
        if (!(data instanceof Uint8Array)) return;
        yield { number: Number(n), bytes: data };
      }
    } finally {
      await cursor.close().catch(() => undefined);
    }
  }

  /** Removes the chunks of files that were announced more than a day ago and never became or stayed visible. */
  async collectAbandoned(): Promise<number> {
    const before = new Date(this.#session.context.clock.wall() - DAY);
    const old = await this.#session.run(() => this.#pending.find({ since: { $lt: before } }).toArray());
    let removed = 0;
    for (const { _id } of old) {
      // Said first: an upload that still runs then ends with an error instead of losing chunks unseen.
      await this.#session.run(() => this.#pending.updateOne({ _id }, { $set: { given_up: true } }));
      if ((await this.#session.run(() => this.#files.findOne({ _id }))) === null) {
        await this.#removeChunks(_id);
        removed += 1;
      } else await this.#session.run(() => this.#pending.deleteOne({ _id }));
    }
    return removed;
  }

  async #announce(id: string): Promise<void> {
    await this.#insert(this.#pending, { _id: id, since: new Date(this.#session.context.clock.wall()) });
  }

  async #removeChunks(id: string): Promise<void> {
    await this.#session.runUntilAnswered(() => this.#chunks.deleteMany({ files_id: id }));
    await this.#session.runUntilAnswered(() => this.#pending.deleteOne({ _id: id }));
  }

  /** A second attempt after a lost answer finds its own document: ids are never used twice. */
  async #insert(collection: Collection<TextId & Document>, document: TextId & Document): Promise<void> {
    await this.#session.runUntilAnswered(async () => {
      try {
        await collection.insertOne(document);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    });
  }
}

function fileOf(stored: WithId<TextId & Document>): GridFile {
  const { _id, filename, length, chunkSize, metadata, uploadDate } = stored;
  const mediaType: unknown = metadata?.["media_type"];
  return {
    id: _id,
    digest: String(filename),
    size: Number(length),
    chunkBytes: Number(chunkSize),
    mediaType: typeof mediaType === "string" ? mediaType : DEFAULT_MEDIA_TYPE,
    storedAt: uploadDate instanceof Date ? uploadDate.getTime() : 0,
  };
}
