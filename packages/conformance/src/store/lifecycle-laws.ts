import { expect } from "vitest";

import type { LawBook } from "./law.ts";
import type { Entry } from "./store-tasks.ts";
import { collected } from "./collected.ts";

export function lifecycleLaws(book: LawBook): void {
  book.law("what one opening wrote another one reads", async ({ open }) => {
    const first = await open();
    await first.collection<Entry>({ name: "kept" }).insert({ _id: "x", n: 1 });
    const { digest } = await first.blobs.put(Buffer.from("kept"));
    await first[Symbol.asyncDispose]();
    const second = await open();
    expect(await second.collection<Entry>({ name: "kept" }).get("x")).toEqual({ _id: "x", n: 1 });
    expect(Buffer.from(await second.blobs.read(digest)).toString()).toBe("kept");
  });

  book.law("disposing twice is allowed and any call after it is STORE_CLOSED", async ({ open }) => {
    const store = await open();
    const collection = store.collection<Entry>({ name: "closed" });
    await collection.insert({ _id: "x" });
    const { digest } = await store.blobs.put(Buffer.from("x"));
    const request = { holder: { host: "h", pid: 1, token: "t", purpose: "p" }, timeToLive: 1000 };
    const answer = await store.leases.acquire("x", request);
    await store[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    const closed = { code: "STORE_CLOSED" };
    const calls: (() => Promise<unknown>)[] = [
      () => collection.insertOnce({ _id: "y" }),
      () => collection.insert({ _id: "y" }),
      () => collection.insertManyOnce([{ _id: "y" }]),
      () => collection.get("x"),
      () => collection.find(),
      () => collected(collection.scan()),
      () => collection.count(),
      () => collection.update("x", {}),
      () => collection.findAndUpdate({}, {}),
      () => collection.delete({ and: [] }),
      () => store.blobs.put(Buffer.from("y")),
      () => store.blobs.read(digest),
      () => collected(store.blobs.open(digest)),
      () => store.blobs.has(digest),
      () => collected(store.blobs.list()),
      () => store.blobs.delete(digest),
      () => store.leases.acquire("y", request),
      () => store.leases.inspect("x"),
      async () => (answer.acquired ? answer.lease.renew() : undefined),
      () => store.collections(),
      () => store.describe(),
      () => collected(store.check()),
      async () => store.collection({ name: "later" }),
    ];
    for (const call of calls) await expect(call(), String(call)).rejects.toMatchObject(closed);
  });

  book.law(
    "every collection that holds a document is listed, whoever filled it; notes on blobs are not",
    async ({ open }) => {
      const first = await open();
      expect(await first.collections()).not.toContain("listed");
      await first.collection<Entry>({ name: "listed_too", indexes: [{ fields: ["n"] }] }).insert({ _id: "x", n: 1 });
      await first.collection<Entry>({ name: "listed" }).insert({ _id: "x" });
      await first.blobs.put(Buffer.from("noted"), { mediaType: "text/plain" });
      await first.leases.acquire("x", { holder: { host: "h", pid: 1, token: "t", purpose: "p" }, timeToLive: 1000 });
      const names = await (await open()).collections();
      expect(names).toEqual(["leases", "listed", "listed_too"]);
    },
  );

  book.law("a scan that outlives its store ends with STORE_CLOSED", async ({ open }) => {
    const store = await open();
    const collection = store.collection<Entry>({ name: "scanned" });
    await collection.insertManyOnce(Array.from({ length: 10 }, (_, n) => ({ _id: `d${n}` })));
    await expect(async () => {
      for await (const _ of collection.scan()) await store[Symbol.asyncDispose]();
    }).rejects.toMatchObject({ code: "STORE_CLOSED" });
  });

  book.law("an abort ends long reads and uploads, but last words are still taken", async ({ open }) => {
    const stop = new AbortController();
    const store = await open({ signal: stop.signal });
    const collection = store.collection<Entry>({ name: "stopped" });
    await collection.insertManyOnce(Array.from({ length: 10 }, (_, n) => ({ _id: `d${n}` })));
    await expect(async () => {
      for await (const _ of collection.scan()) stop.abort();
    }).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(store.blobs.put(Buffer.from("late"))).rejects.toMatchObject({ code: "CANCELLED" });
    expect((await collection.insertOnce({ _id: "last words" })).inserted).toBe(true);
  });

  book.law("a sound store describes itself and has no findings", async ({ open }) => {
    const store = await open();
    await store.collection<Entry>({ name: "sound" }).insert({ _id: "x", n: 1 });
    await store.blobs.put(Buffer.from("sound"));
    const description = await store.describe();
    expect(description.driver).toBe(store.driver);
    expect(description.version).toMatch(/^\d+\./);
    expect(description.schemaVersion).toBeGreaterThanOrEqual(1);
    expect(await collected(store.check())).toEqual([]);
  });
}
