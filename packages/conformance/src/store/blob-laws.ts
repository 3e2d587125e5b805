import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import fc from "fast-check";
import { expect } from "vitest";

import type { LawBook } from "./law.ts";
import { collected } from "./collected.ts";

const MEBIBYTE = 1 << 20;
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export function blobLaws(book: LawBook): void {
  book.law("bytes come back as they were put, under their SHA-256", async ({ open }) => {
    const { blobs } = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), async (parts) => {
        const whole = Buffer.concat(parts);
        const reference = await blobs.put(inChunks(parts), { mediaType: "text/csv" });
        expect(reference).toEqual({ digest: sha256(whole), size: whole.length, mediaType: "text/csv" });
        expect(Buffer.compare(Buffer.from(await blobs.read(reference.digest)), whole)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  book.law("the same bytes are stored once and listed with size, type and time", async ({ open }) => {
    const { blobs } = await open();
    const content = Buffer.from("twice");
    const before = Date.now() - 2000;
    const first = await blobs.put(content, { mediaType: "text/plain" });
    expect(await blobs.put(inChunks([content]))).toEqual({ ...first, mediaType: "application/octet-stream" });
    const listed = await collected(blobs.list());
    expect(listed).toEqual([{ ...first, storedAt: expect.any(Number) }]);
    expect(listed[0]?.storedAt).toBeGreaterThan(before);
  });

  book.law("a deleted blob is gone", async ({ open }) => {
    const { blobs } = await open();
    const { digest } = await blobs.put(Buffer.from("gone"));
    expect([
      await blobs.has(digest),
      await blobs.delete(digest),
      await blobs.delete(digest),
      await blobs.has(digest),
    ]).toEqual([true, true, false, false]);
    await expect(blobs.read(digest)).rejects.toMatchObject({ code: "STORE_BLOB_NOT_FOUND" });
  });

  book.law("what is not a digest is refused", async ({ open }) => {
    const { blobs } = await open();
    for (const digest of ["", "../store.db", "A".repeat(64), `${"a".repeat(63)}/`]) {
      await expect(blobs.has(digest)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
      await expect(blobs.read(digest)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    }
  });

  book.law("an upload that fails, stalls or is stopped half-way leaves nothing", async ({ open }) => {
    const { blobs } = await open();
    const failing = async function* (): AsyncIterable<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("the source broke");
    };
    await expect(blobs.put(failing())).rejects.toThrow("the source broke");
    const stop = new AbortController();
    const stalled = async function* (): AsyncIterable<Uint8Array> {
      yield Buffer.from("half");
      stop.abort();
      await new Promise(() => undefined);
    };
    await expect(blobs.put(stalled(), { signal: stop.signal })).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(blobs.put(Buffer.from("half"), { signal: stop.signal })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await collected(blobs.list())).toEqual([]);
    expect(await blobs.has(sha256(Buffer.from("half")))).toBe(false);
  });

  book.law(
    "a blob of 64 MB passes in bounded memory",
    async ({ open }) => {
      const { blobs } = await open();
      const chunk = Buffer.alloc(MEBIBYTE, 7);
      const before = heldMemory();
      let highest = 0;
      const watch = (): number => (highest = Math.max(highest, heldMemory() - before));
      const source = async function* (): AsyncIterable<Uint8Array> {
        for (let part = 0; part < 64; part += 1) {
          if (part % 4 === 0) watch();
          yield chunk;
        }
      };
      const { digest, size } = await blobs.put(source());
      expect(size).toBe(64 * MEBIBYTE);
      const hash = createHash("sha256");
      let read = 0;
      for await (const part of blobs.open(digest)) {
        hash.update(part);
        if (Math.floor((read += part.byteLength) / (4 * MEBIBYTE)) * 4 * MEBIBYTE > read - part.byteLength) watch();
      }
      expect(hash.digest("hex")).toBe(digest);
      expect(highest).toBeLessThan(48 * MEBIBYTE);
    },
    { timeout: 60_000 },
  );
}

/** Resident bytes without what waits for the garbage collector, whose leisure is not the driver's doing. */
function heldMemory(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}

async function* inChunks(parts: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* parts;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
