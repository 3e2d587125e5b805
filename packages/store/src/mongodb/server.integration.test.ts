import { setTimeout as delay } from "node:timers/promises";

import { machineClock, systemContext, TestProcess } from "@mlops/conformance";
import type { Store } from "@mlops/core";
import { describe, expect, test } from "vitest";

import mongodb from "../drivers/mongodb.ts";
import { hasMongo, mongoUri, withClient } from "./fixtures/mongo-service.ts";
import { temporaryDatabase } from "./fixtures/open-mongo.ts";
import { hasOwnFerret, OwnFerret } from "./fixtures/own-ferret.ts";

const DAY_AND_HOUR = 25 * 3_600_000;

describe.skipIf(!hasOwnFerret)("a server that is killed", () => {
  test("in the middle: clear errors, right continuation, nothing half done", { timeout: 120_000 }, async () => {
    await using server = await OwnFerret.start();
    await using store = await openAt(server, { selection_timeout_seconds: 1 });
    const entries = store.collection<{ _id: string; text: string }>({ name: "entries" });
    const acknowledged: string[] = [];
    let next = 0;
    const failures: unknown[] = [];
    const end = new AbortController();
    const writer = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const _id = `e${(next += 1)}`;
        try {
          await entries.insertOnce({ _id, text: _id.repeat(2000) });
          acknowledged.push(_id);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const writers = [writer(), writer(), writer()];
    for (let life = 0; life < 3; life += 1) {
      await delay(150 + 100 * Math.random());
      await server.kill();
      await delay(life % 2 === 0 ? 50 : 1500);
      await server.start();
    }
    await delay(1000);
    end.abort();
    await Promise.all(writers);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true, category: "unavailable" });
    }
    const kept = new Set<string>();
    for await (const { _id, text } of entries.scan()) {
      expect(text).toBe(_id.repeat(2000));
      kept.add(_id);
    }
    expect(acknowledged.filter((_id) => !kept.has(_id))).toEqual([]);
    for await (const finding of store.check()) expect.fail(finding.message);
    expect(acknowledged.length).toBeGreaterThan(10);
  });

  test("for good: every call is STORE_UNAVAILABLE, exit category unavailable", { timeout: 30_000 }, async () => {
    await using server = await OwnFerret.start();
    await using store = await openAt(server, { selection_timeout_seconds: 0.5 });
    const entries = store.collection<{ _id: string }>({ name: "entries" });
    await entries.insert({ _id: "x" });
    const { digest } = await store.blobs.put(Buffer.from("x"));
    await server.kill();
    const calls = [
      () => entries.insertOnce({ _id: "y" }),
      () => entries.get("x"),
      () => entries.find(),
      () => entries.update("x", {}),
      () => entries.delete({ and: [] }),
      () => store.blobs.read(digest),
      () => store.blobs.put(Buffer.from("y")),
      () => store.describe(),
    ];
    for (const call of calls) {
      await expect(call(), String(call)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", category: "unavailable" });
    }
  });

  test("a wrong password or database of users is told without the password", { timeout: 30_000 }, async () => {
    const users = ["--setup-username=right", "--setup-password=password-1", "--setup-database=mlops"];
    await using server = await OwnFerret.start("--test-enable-new-auth", ...users);
    await using store = await openAt(server, { username: "right", password: "password-1", auth_source: "mlops" });
    expect((await store.describe()).version).toMatch(/^\d/);
    for (const wrong of [
      { password: "wrong-s3cret", auth_source: "mlops" },
      { password: "password-1", auth_source: "admin" },
    ]) {
      const refused = openAt(server, { username: "right", ...wrong });
      await expect(refused).rejects.toMatchObject({ code: "STORE_ACCESS_DENIED", category: "unavailable" });
      await expect(refused).rejects.not.toThrow(/s3cret|password-1/);
    }
  });
});

describe.skipIf(!hasMongo)("an upload that was killed", () => {
  test("leaves nothing visible, and its chunks are collected after a day", { timeout: 60_000 }, async () => {
    await using temporary = temporaryDatabase();
    const { database } = temporary;
    const store = await temporary.open();
    const kept = await store.blobs.put(Buffer.from("kept"));
    const module = new URL("./fixtures/upload-tasks.ts", import.meta.url).href;
    const argument = { uri: mongoUri(), database };
    await using child = new TestProcess({ module, task: "uploadForever", argument });
    await child.ready();
    child.go();
    await expect.poll(() => child.reports.length, { timeout: 20_000 }).toBeGreaterThan(6);
    await child.kill();
    const chunks = (): Promise<number> =>
      withClient(mongoUri(), (client) => client.db(database).collection("blobs.chunks").countDocuments());
    expect(await chunks()).toBeGreaterThan(3);
    expect(await digests(store)).toEqual([kept.digest]);
    for await (const finding of store.check()) expect.fail(finding.message);
    await store.blobs.put(Buffer.from("today"));
    expect(await chunks()).toBeGreaterThan(4);
    const clock = { ...machineClock, wall: () => Date.now() + DAY_AND_HOUR };
    const later = await temporary.open({}, { clock });
    await later.blobs.put(Buffer.from("tomorrow"));
    expect(await chunks()).toBe(3);
    expect(await digests(store)).toHaveLength(3);
    expect(Buffer.from(await later.blobs.read(kept.digest)).toString()).toBe("kept");
  });

  test("a blob with a damaged or missing chunk is damaged, and mended by storing it again", async () => {
    await using temporary = temporaryDatabase();
    const store = await temporary.open();
    const content = Buffer.from("precious ".repeat(100_000));
    const { digest } = await store.blobs.put(content);
    const damages = [{ $set: { data: Buffer.from("other bytes") } }, { $set: { n: 77 } }] as const;
    for (const damage of damages) {
      await withClient(mongoUri(), (client) =>
        client.db(temporary.database).collection("blobs.chunks").updateOne({ n: 1 }, damage),
      );
      await expect(store.blobs.read(digest)).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
      const findings: string[] = [];
      for await (const { code } of store.check()) findings.push(code);
      expect(findings).toEqual(["STORE_BLOB_DAMAGED"]);
      await store.blobs.put(content);
      expect(Buffer.from(await store.blobs.read(digest)).equals(content)).toBe(true);
      for await (const finding of store.check()) expect.fail(finding.message);
    }
  });

  test("files are GridFS as other programs know it", async () => {
    await using temporary = temporaryDatabase();
    const store = await temporary.open();
    const content = Buffer.from("model ".repeat(100_000));
    const { digest } = await store.blobs.put(content, { mediaType: "application/onnx" });
    await withClient(mongoUri(), async (client) => {
      const { GridFSBucket } = await import("mongodb");
      const bucket = new GridFSBucket(client.db(temporary.database), { bucketName: "blobs" });
      const read: Uint8Array[] = [];
      for await (const part of bucket.openDownloadStreamByName(digest)) read.push(part as Uint8Array);
      expect(Buffer.concat(read).equals(content)).toBe(true);
    });
  });
});

describe.skipIf(!hasMongo)("a store of another version", () => {
  test("a newer schema is refused, an opening again is not a migration", async () => {
    await using temporary = temporaryDatabase();
    await temporary.open();
    await temporary.open();
    await withClient(mongoUri(), (client) =>
      client
        .db(temporary.database)
        .collection<{ _id: string }>("mlops.facts")
        .updateOne({ _id: "schema" }, { $set: { version: 99 } }),
    );
    await expect(temporary.open()).rejects.toMatchObject({ code: "STORE_VERSION_NEWER" });
  });
});

async function openAt(server: OwnFerret, options: object): Promise<Store> {
  const place = { host: "127.0.0.1", port: server.port, database: "mlops" };
  return mongodb.open(mongodb.options.parse({ ...place, ...options }), systemContext());
}

async function digests(store: Store): Promise<string[]> {
  const list: string[] = [];
  for await (const { digest } of store.blobs.list()) list.push(digest);
  return list;
}
