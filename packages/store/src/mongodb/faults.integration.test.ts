import { setTimeout as delay } from "node:timers/promises";

import type { Collection, Store } from "@mlops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { hasMongo, mongoUri, withClient } from "./fixtures/mongo-service.ts";
import { temporaryDatabase, type TemporaryDatabase } from "./fixtures/open-mongo.ts";
import { TcpProxy } from "./fixtures/tcp-proxy.ts";

interface Entry {
  readonly _id: string;
  readonly n?: number;
  readonly text?: string;
}

let proxy: TcpProxy;
let temporary: TemporaryDatabase;
let store: Store;
let collection: Collection<Entry>;
let direct: Collection<Entry>;
let lastPort: number;

describe.skipIf(!hasMongo)("a line that breaks", () => {
  beforeEach(async () => {
    proxy = await TcpProxy.to(mongoUri());
    lastPort = proxy.port;
    temporary = temporaryDatabase();
    store = await temporary.open({ uri: proxy.uri, selection_timeout_seconds: 2 });
    collection = store.collection<Entry>({ name: "entries" });
    direct = (await temporary.open()).collection<Entry>({ name: "entries" });
    await collection.insert({ _id: "counter", n: 0 });
  });

  afterEach(async () => {
    proxy.set({});
    await temporary[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  for (const when of ["before", "after"] as const) {
    test(`cut ${when} the server acted: an insert is done once and knows that it was its own`, async () => {
      proxy.set({ cutAt: { text: "marker-1", when } });
      expect(await collection.insertOnce({ _id: "marker-1", n: 1 })).toEqual({
        inserted: true,
        document: { _id: "marker-1", n: 1 },
      });
      proxy.set({ cutAt: { text: "marker-2", when } });
      await collection.insert({ _id: "marker-2", n: 2 });
      expect(proxy.cuts).toBe(2);
      expect((await direct.find()).map(({ _id }) => _id)).toEqual(["counter", "marker-1", "marker-2"]);
    });

    test(`cut ${when} the server acted: many inserts are done once and counted right`, async () => {
      await direct.insert({ _id: "b0", n: -1 });
      const many = Array.from({ length: 20 }, (_, n) => ({ _id: `b${n}`, n, text: n === 19 ? "marker-b" : "" }));
      proxy.set({ cutAt: { text: "marker-b", when } });
      expect(await collection.insertManyOnce(many)).toEqual(many.map(({ n }) => n !== 0));
      expect(proxy.cuts).toBe(1);
      expect(await direct.count()).toBe(21);
      expect(await direct.get("b0")).toEqual({ _id: "b0", n: -1 });
    });

    test(`cut ${when} the server acted: an increment is applied once`, async () => {
      for (let round = 1; round <= 5; round += 1) {
        proxy.set({ cutAt: { text: `marker-${round}`, when } });
        const change = { increment: { n: 1 }, set: { text: `marker-${round}` } };
        expect(await collection.update("counter", change)).toMatchObject({ n: round });
      }
      expect(proxy.cuts).toBe(5);
      expect(await direct.get("counter")).toEqual({ _id: "counter", n: 5, text: "marker-5" });
    });

    test(`cut ${when} the server acted: a blob is whole`, async () => {
      const content = Buffer.from(`marker-blob ${"x".repeat(600_000)}`);
      proxy.set({ cutAt: { text: "marker-blob", when } });
      const { digest } = await store.blobs.put(content);
      expect(proxy.cuts).toBe(1);
      expect(Buffer.from(await store.blobs.read(digest)).equals(content)).toBe(true);
      for await (const finding of store.check()) expect.fail(finding.message);
    });
  }

  test("another writer's change in between is neither lost nor taken for the own one", async () => {
    proxy.set({ cutAt: { text: "marker-lost", when: "before" } });
    const own = collection.update("counter", { increment: { n: 1 }, set: { text: "marker-lost" } });
    const other = direct.update("counter", { increment: { n: 10 } });
    await Promise.all([own, other]);
    expect((await direct.get("counter"))?.n).toBe(11);
  });

  test("a delete whose answer is lost says so instead of a wrong count", async () => {
    proxy.set({ cutAt: { text: "marker-gone", when: "after" } });
    await expect(collection.delete({ where: { text: { ne: "marker-gone" } } })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      retryable: true,
    });
    expect(await direct.count()).toBe(0);
  });

  test("a stalled server is an error within the patience, and works on when it comes back", async () => {
    const patient = await temporary.open({ uri: proxy.uri, timeout_seconds: 0.5, selection_timeout_seconds: 1 });
    const entries = patient.collection<Entry>({ name: "entries" });
    await entries.get("counter");
    proxy.set({ stalled: true });
    await expect(entries.insertOnce({ _id: "stalled" })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      category: "unavailable",
    });
    proxy.set({});
    expect(await entries.insertOnce({ _id: "after" })).toMatchObject({ inserted: true });
  });

  test("a refused connection is an error with the host and without the password", async () => {
    await proxy.refuse();
    const started = performance.now();
    const refused = temporary.open({
      uri: proxyUriWithPassword(),
      selection_timeout_seconds: 1,
    });
    await expect(refused).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      category: "unavailable",
      retryable: true,
      message: expect.stringMatching(/Nothing listens at mongodb:\/\/127\.0\.0\.1:\d+\/.*refused/),
    });
    await expect(refused).rejects.not.toThrow(/s3cret/);
    expect(performance.now() - started).toBeLessThan(4 * 1000);
    await expect(collection.get("counter")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  test("a server that was away for a moment is waited for", async () => {
    await proxy.refuse();
    const waiting = collection.insertOnce({ _id: "waited" });
    await delay(300);
    await proxy.listen(lastPort);
    expect(await waiting).toMatchObject({ inserted: true });
  });

  test("a slow line is slow, not wrong", async () => {
    proxy.set({ delay: 30 });
    await Promise.all(Array.from({ length: 10 }, (_, n) => collection.insertOnce({ _id: `slow-${n}`, n })));
    expect(await collection.count({ where: { _id: { prefix: "slow-" } } })).toBe(10);
  });

  test("a document that was changed past the product is damaged, one without a mark foreign", async () => {
    await withClient(mongoUri(), async (client) => {
      const entries = client.db(temporary.database).collection<{ _id: string }>("entries");
      await entries.updateOne({ _id: "counter" }, { $set: { n: 7 } });
      await entries.insertOne({ _id: "foreign" });
    });
    await expect(collection.get("counter")).rejects.toMatchObject({ code: "STORE_DOCUMENT_DAMAGED" });
    await expect(collection.update("counter", { increment: { n: 1 } })).rejects.toMatchObject({
      code: "STORE_DOCUMENT_DAMAGED",
    });
    const findings: unknown[] = [];
    for await (const { severity, where } of store.check()) findings.push([severity, where.split(" ")[1]]);
    expect(findings).toEqual([
      ["error", "entries/counter"],
      ["warning", "entries/foreign"],
    ]);
  });
});

function proxyUriWithPassword(): string {
  return `mongodb://reader:s3cret-word@127.0.0.1:${lastPort}/?directConnection=true`;
}
