import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

import { canonicalJson, isMlopsError, randomKey, randomStream } from "@mlops/core";
import { expect } from "vitest";

import type { LawBook, LawScene } from "./law.ts";
import type { StoreFiles, StoreSubject } from "./store-subject.ts";
import type { Entry } from "./store-tasks.ts";
import { collected } from "./collected.ts";

const FLIPS = 400;
const collectionDefinition = { name: "precious", indexes: [{ fields: ["group", "n"] }] } as const;

export function damageLaws(book: LawBook, { files }: StoreSubject): void {
  const fileOf = async ({ address, context }: LawScene, kind: keyof StoreFiles): Promise<string> => {
    if (files === undefined) return context.skip("the driver's bytes are out of reach");
    const [path] = (await files(address.options))[kind];
    if (path === undefined) throw new Error(`the subject names no file of its ${kind}`);
    return path;
  };

  const documents: Entry[] = Array.from({ length: 120 }, (_, n) => ({
    _id: `document:${n}`,
    group: n % 3 === 0 ? "x" : "y",
    n,
    text: `text of ${n} `.repeat(5),
    nested: { value: n / 7, list: [n, null, true] },
  }));

  book.law(
    "a flipped bit in the documents' bytes gives an error or the right value",
    async (scene) => {
      await write(scene, documents);
      const path = await fileOf(scene, "documents");
      const sound = readFileSync(path);
      const random = randomStream(randomKey(20131005));
      let detected = 0;
      for (let flip = 0; flip < FLIPS; flip += 1) {
        const bytes = Buffer.from(sound);
        const place = random.integer(bytes.length);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << random.integer(8));
        writeFileSync(path, bytes);
        if (!(await readsRight(scene, documents, `bit of byte ${place}`))) detected += 1;
      }
      writeFileSync(path, sound);
      expect(await readsRight(scene, documents, "the sound file")).toBe(true);
      expect(detected).toBeGreaterThan(FLIPS / 20);
    },
    { timeout: 180_000 },
  );

  book.law("a torn file gives an error or the right value", async (scene) => {
    await write(scene, documents);
    const path = await fileOf(scene, "documents");
    copyFileSync(path, `${path}.sound`);
    const sound = readFileSync(path);
    for (let part = 0; part < 20; part += 1) {
      writeFileSync(path, sound.subarray(0, Math.floor((sound.length * part) / 20)));
      await readsRight(scene, documents, `the first ${part} of 20 parts`);
    }
  });

  book.law(
    "a flipped bit in a blob is STORE_BLOB_DAMAGED, found by check and mended by storing it again",
    async (scene) => {
      const store = await scene.open();
      const content = Buffer.from("precious bytes ".repeat(1000));
      const { digest } = await store.blobs.put(content);
      const path = await fileOf(scene, "blobs");
      for (const place of [0, 1234, content.length - 1]) {
        const bytes = Buffer.from(content);
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        writeFileSync(path, bytes);
        await expect(store.blobs.read(digest)).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
        expect(await collected(store.check())).toMatchObject([{ severity: "error", code: "STORE_BLOB_DAMAGED" }]);
      }
      writeFileSync(path, content.subarray(0, 100));
      await expect(store.blobs.read(digest)).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
      await store.blobs.put(content);
      expect(Buffer.from(await store.blobs.read(digest)).equals(content)).toBe(true);
      expect(await collected(store.check())).toEqual([]);
    },
  );
}

async function write(scene: LawScene, documents: readonly Entry[]): Promise<void> {
  const store = await scene.open();
  await store.collection<Entry>(collectionDefinition).insertManyOnce(documents);
  await store[Symbol.asyncDispose]();
}

/** Whether everything could be read; a wrong value fails the test, an error that says so does not. */
async function readsRight(scene: LawScene, documents: readonly Entry[], what: string): Promise<boolean> {
  let sound = true;
  const attempt = async (read: () => Promise<unknown>, expected: unknown): Promise<void> => {
    let answer: unknown;
    try {
      answer = await read();
    } catch (error) {
      if (!isMlopsError(error) || !isDamage(error.code)) throw error;
      sound = false;
      return;
    }
    expect(answer === undefined ? "missing" : canonicalJson(answer), what).toBe(canonicalJson(expected));
  };
  await attempt(async () => {
    await using store = await scene.open();
    const collection = store.collection<Entry>(collectionDefinition);
    for (const document of documents) await attempt(() => collection.get(document._id), document);
    const known = new Map(documents.map((document) => [document._id, canonicalJson(document)]));
    await attempt(async () => {
      const found = await collection.find({ filter: { where: { group: "x" } }, sort: [{ field: "n", order: "desc" }] });
      return found.every(
        (document) => known.get(document._id) === canonicalJson(document) && document["group"] === "x",
      );
    }, true);
    return null;
  }, null);
  return sound;
}

function isDamage(code: string): boolean {
  return code.endsWith("_DAMAGED") || code === "STORE_VERSION_NEWER" || code === "STORE_UNAVAILABLE";
}
