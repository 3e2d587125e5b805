import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import {
  type BlobPutOptions,
  type BlobReference,
  type BlobStore,
  type Collection,
  type CollectionDefinition,
  DAY,
  type DriverContext,
  MlopsError,
  type StoredDocument,
} from "@mlops/core";

import { assertBlobDigest, DEFAULT_MEDIA_TYPE } from "./blob-digest.ts";
import { untilAborted } from "./until-aborted.ts";

/** What is known of a blob beside its bytes; the first one to store it says it. */
export interface BlobNote extends StoredDocument {
  readonly mediaType: string;
}

export const blobNoteCollection: CollectionDefinition = { name: "blob_notes" };

export interface FileBlobStoreOptions {
  readonly folder: string;
  readonly notes: Collection<BlobNote>;
  readonly context: DriverContext;
  /** @throws MlopsError STORE_CLOSED */
  readonly assertOpen: () => void;
  /** What a failure of the file system means for the user. */
  readonly translate: (error: unknown, path: string) => unknown;
}

const PARTIAL = "partial";

/**
 * Blobs as plain files `<first two digits>/<digest>`. A blob is written under `partial/`, flushed, and renamed to its
 * place, so that a name stands for whole content only. Storing the same bytes again replaces the file by an equal one,
 * which mends a damaged one.
 */
export class FileBlobStore implements BlobStore {
  readonly #options: FileBlobStoreOptions;
  #swept: Promise<void> | undefined;

  constructor(options: FileBlobStoreOptions) {
    this.#options = options;
  }

  async put(content: Uint8Array | AsyncIterable<Uint8Array>, options: BlobPutOptions = {}): Promise<BlobReference> {
    this.#options.assertOpen();
    const mediaType = options.mediaType ?? DEFAULT_MEDIA_TYPE;
    return this.#translated(async () => {
      const temporary = await this.#temporaryPath();
      try {
        const { digest, size } = await this.#write(temporary, content, options.signal);
        await this.#moveIntoPlace(temporary, digest);
        if (mediaType !== DEFAULT_MEDIA_TYPE) await this.#options.notes.insertOnce({ _id: digest, mediaType });
        return { digest, size, mediaType };
      } finally {
        await rm(temporary, { force: true });
      }
    });
  }

  async read(digest: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.open(digest)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *open(digest: string): AsyncIterable<Uint8Array> {
    this.#options.assertOpen();
    assertBlobDigest(digest);
    const hash = createHash("sha256");
    let held: Uint8Array | undefined;
    for await (const chunk of this.#chunks(digest)) {
      this.#options.assertOpen();
      if (held !== undefined) yield held;
      hash.update(chunk);
      held = chunk;
    }
    this.#assertDigest(digest, hash);
    if (held !== undefined) yield held;
  }

  async has(digest: string): Promise<boolean> {
    this.#options.assertOpen();
    assertBlobDigest(digest);
    return this.#translated(async () => (await this.#statOf(digest)) !== undefined);
  }

  async *list(): AsyncIterable<BlobReference & { readonly storedAt: number }> {
    this.#options.assertOpen();
    for (const shard of await this.#namesIn(this.#options.folder, /^[0-9a-f]{2}$/)) {
      for (const digest of await this.#namesIn(join(this.#options.folder, shard), /^[0-9a-f]{64}$/)) {
        this.#options.assertOpen();
        const found = await this.#translated(() => this.#statOf(digest));
        if (found === undefined) continue;
        const mediaType = (await this.#options.notes.get(digest))?.mediaType ?? DEFAULT_MEDIA_TYPE;
        yield { digest, size: found.size, mediaType, storedAt: Math.trunc(found.mtimeMs) };
      }
    }
  }

  async delete(digest: string): Promise<boolean> {
    this.#options.assertOpen();
    assertBlobDigest(digest);
    return this.#translated(async () => {
      if ((await this.#statOf(digest)) === undefined) return false;
      await rm(this.#pathOf(digest), { force: true });
      await this.#options.notes.delete({ where: { _id: digest } });
      return true;
    });
  }

  async #temporaryPath(): Promise<string> {
    const folder = join(this.#options.folder, PARTIAL);
    await mkdir(folder, { recursive: true });
    this.#swept ??= this.#removeAbandoned(folder);
    await this.#swept;
    return join(folder, `${process.pid}-${Buffer.from(this.#options.context.entropy(8)).toString("hex")}`);
  }

  /** Deletes what killed uploads left, once no live upload can be that old. */
  async #removeAbandoned(folder: string): Promise<void> {
    for (const name of await this.#namesIn(folder, /./)) {
      const path = join(folder, name);
      const found = await stat(path).catch(ignoreMissing);
      if (found !== undefined && Date.now() - found.mtimeMs > DAY) await rm(path, { force: true });
    }
  }

  async #write(
    path: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly digest: string; readonly size: number }> {
    await using file = await open(path, "wx");
    const hash = createHash("sha256");
    const signals = [signal, this.#options.context.signal].filter((each) => each !== undefined);
    let size = 0;
    for await (const chunk of untilAborted(content, signals)) {
      this.#options.assertOpen();
      hash.update(chunk);
      await writeWhole(file, chunk);
      size += chunk.byteLength;
    }
    this.#options.assertOpen();
    await file.sync();
    return { digest: hash.digest("hex"), size };
  }

  async #moveIntoPlace(temporary: string, digest: string): Promise<void> {
    const shard = join(this.#options.folder, digest.slice(0, 2));
    if ((await mkdir(shard, { recursive: true })) !== undefined) await flushFolder(this.#options.folder);
    await rename(temporary, this.#pathOf(digest));
    await flushFolder(shard);
  }

  async *#chunks(digest: string): AsyncIterable<Uint8Array> {
    const path = this.#pathOf(digest);
    try {
      yield* createReadStream(path, { highWaterMark: 1 << 18 });
    } catch (error) {
      if (!isMissing(error)) throw this.#options.translate(error, path);
      throw new MlopsError("STORE_BLOB_NOT_FOUND", `There is no blob ${digest} in ${this.#options.folder}.`, {
        cause: error,
        details: { digest },
      });
    }
  }

  #assertDigest(digest: string, hash: Hash): void {
    const found = hash.digest("hex");
    if (found === digest) return;
    throw new MlopsError("STORE_BLOB_DAMAGED", `The bytes of the blob ${this.#pathOf(digest)} have digest ${found}.`, {
      details: { digest, found },
    });
  }

  #pathOf(digest: string): string {
    return join(this.#options.folder, digest.slice(0, 2), digest);
  }

  async #statOf(digest: string): Promise<{ readonly size: number; readonly mtimeMs: number } | undefined> {
    return stat(this.#pathOf(digest)).catch(ignoreMissing);
  }

  async #namesIn(folder: string, pattern: RegExp): Promise<string[]> {
    return this.#translated(async () => {
      const names: string[] = [];
      const entries = await opendir(folder).catch(ignoreMissing);
      if (entries === undefined) return names;
      for await (const { name } of entries) if (pattern.test(name)) names.push(name);
      return names.toSorted();
    });
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#options.translate(error, this.#options.folder);
    }
  }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    written += (await file.write(chunk, written)).bytesWritten;
  }
}

/** Makes new names durable; systems that cannot flush a folder (Windows) keep names by themselves. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
