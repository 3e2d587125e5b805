import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Store } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { Connection } from "../sqlite/connection.ts";
import { migrations } from "../sqlite/migrations.ts";
import { backupSqlite, type SqliteBackup } from "./backup-sqlite.ts";
import { BLOBS, contentOf, fill, ROWS, temporaryFolder, type TemporaryFolder } from "./fixtures/filled-home.ts";
import { restoreSqlite, type Restored } from "./restore-sqlite.ts";
import { schemaStatus } from "./schema-status.ts";

const takenAt = Date.UTC(2013, 9, 5, 12);

function backup(folder: TemporaryFolder, at = takenAt): Promise<SqliteBackup> {
  const [home, target] = [join(folder.path, "home"), join(folder.path, "kept")];
  return backupSqlite({ home, folder: target, takenAt: at, madeBy: "test", unique: "u" });
}

function restore(folder: TemporaryFolder, file: string, options: Partial<Parameters<typeof restoreSqlite>[0]> = {}) {
  const home = join(folder.path, "restored");
  return restoreSqlite({ file, home, force: false, dryRun: false, at: takenAt, unique: "r", ...options });
}

async function filledHome(folder: TemporaryFolder): Promise<Store> {
  const store = await folder.open("home");
  await fill(store);
  return store;
}

test("a backup is restored as it was, while the store goes on", async () => {
  await using folder = await temporaryFolder();
  const store = await filledHome(folder);
  const before = await contentOf(store);
  const { path, manifest } = await backup(folder);
  expect(path).toBe(join(folder.path, "kept", "store-20131005T120000000Z.db"));
  expect(manifest).toMatchObject({ takenAt: "2013-10-05T12:00:00Z", schemaVersion: 1, collections: { rows: ROWS } });
  expect(manifest.blobs).toHaveLength(BLOBS);

  await store.collection({ name: "later" }).insert({ _id: "after the backup" });
  await store.blobs.put(Buffer.from("after the backup"));
  const { replaced } = await restore(folder, path);
  expect(replaced).toBeUndefined();
  const restored = await folder.open("restored");
  expect(await contentOf(restored)).toEqual(before);
  expect((await restored.describe()).details).toMatchObject({ journalMode: "wal" });
});

test("a backup folder may be moved as a whole; a second backup adds only new blobs", async () => {
  await using folder = await temporaryFolder();
  const store = await filledHome(folder);
  await backup(folder);
  await store.blobs.put(Buffer.from("new"));
  const before = await contentOf(store);
  const second = await backup(folder, takenAt + 1);
  const blobFiles = (await readdir(join(folder.path, "kept", "blobs"), { recursive: true })).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  );
  expect(blobFiles).toHaveLength(BLOBS + 1);
  await cp(join(folder.path, "kept"), join(folder.path, "moved"), { recursive: true });
  await rm(join(folder.path, "kept"), { recursive: true });
  await restore(folder, second.path.replace("kept", "moved"));
  expect(await contentOf(await folder.open("restored"))).toEqual(before);
});

test("no backup overwrites another one, and no partial file stays", async () => {
  await using folder = await temporaryFolder();
  await filledHome(folder);
  const { path } = await backup(folder);
  const bytes = await readFile(path);
  await expect(backup(folder)).rejects.toMatchObject({ code: "STORE_EXISTS" });
  expect((await readFile(path)).equals(bytes)).toBe(true);
  expect((await readdir(join(folder.path, "kept"))).toSorted()).toEqual([
    "blobs",
    "store-20131005T120000000Z.db",
    "store-20131005T120000000Z.json",
  ]);
});

describe("what is damaged", () => {
  test("a store with a damaged document or blob has no backup", async () => {
    await using folder = await temporaryFolder();
    const store = await filledHome(folder);
    const { digest } = await store.blobs.put(Buffer.from("precious"));
    const blob = join(folder.path, "home", "blobs", digest.slice(0, 2), digest);
    await writeFile(blob, "previous");
    await expect(backup(folder)).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
    await writeFile(blob, "precious");
    using connection = new Connection(join(folder.path, "home", "store.db"));
    connection.run("UPDATE c_odd SET body = replace(body, 'two', 'owt') WHERE id = 'nested'");
    await expect(backup(folder)).rejects.toMatchObject({ code: "STORE_DOCUMENT_DAMAGED" });
    expect((await readdir(join(folder.path, "kept"))).filter((name) => name !== "blobs")).toEqual([]);
  });

  test("no bit of a backup can change unseen", async () => {
    await using folder = await temporaryFolder();
    const store = await filledHome(folder);
    const { digest } = await store.blobs.put(Buffer.from("precious"));
    const { path, manifestPath } = await backup(folder);
    const blob = join(folder.path, "kept", "blobs", digest.slice(0, 2), digest);
    for (const file of [path, blob]) {
      const sound = await readFile(file);
      const flipped = Buffer.from(sound);
      const place = Math.floor(flipped.length / 2);
      flipped[place] = (flipped[place] ?? 0) ^ 4;
      await writeFile(file, flipped);
      await expect(restore(folder, path), file).rejects.toMatchObject({ code: "STORE_BACKUP_DAMAGED" });
      await rm(file);
      const code = file === path ? "FILE_NOT_FOUND" : "STORE_BACKUP_DAMAGED";
      await expect(restore(folder, path), file).rejects.toMatchObject({ code });
      await writeFile(file, sound);
    }
    await writeFile(manifestPath, "{}");
    await expect(restore(folder, path)).rejects.toMatchObject({ code: "STORE_BACKUP_DAMAGED" });
    await rm(manifestPath);
    await expect(restore(folder, path)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(readdir(join(folder.path, "restored"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a store that is beyond opening is replaced with force, its bytes kept", async () => {
    await using folder = await temporaryFolder();
    const store = await filledHome(folder);
    const before = await contentOf(store);
    const { path } = await backup(folder);
    const live = await folder.open("restored");
    await live[Symbol.asyncDispose]();
    const wreck = Buffer.alloc(5000, "wreck");
    await writeFile(join(folder.path, "restored", "store.db"), wreck);
    const { replaced } = await restore(folder, path, { force: true });
    expect((await readFile(replaced ?? "")).equals(wreck)).toBe(true);
    expect(await contentOf(await folder.open("restored"))).toEqual(before);
  });
});

describe("a store that is there", () => {
  async function scene(folder: TemporaryFolder): Promise<{ path: string; live: Store; before: unknown }> {
    const store = await filledHome(folder);
    const before = await contentOf(store);
    const { path } = await backup(folder);
    const live = await folder.open("restored");
    await live.collection({ name: "live" }).insert({ _id: "mine" });
    return { path, live, before };
  }

  test("is refused without force, and while a process has it open even with force", async () => {
    await using folder = await temporaryFolder();
    const { path, live } = await scene(folder);
    await expect(restore(folder, path)).rejects.toMatchObject({ code: "STORE_EXISTS" });
    await expect(restore(folder, path, { force: true })).rejects.toMatchObject({ code: "STORE_IN_USE" });
    expect(await live.collection({ name: "live" }).get("mine")).toEqual({ _id: "mine" });
  });

  test("is set aside by force, with all that it held", async () => {
    await using folder = await temporaryFolder();
    const { path, live, before } = await scene(folder);
    await live[Symbol.asyncDispose]();
    const planned: Restored = await restore(folder, path, { force: true, dryRun: true });
    expect(await readdir(join(folder.path, "restored"))).not.toContain("backups");
    const { replaced } = await restore(folder, path, { force: true });
    expect(planned.replaced).toBe(replaced);
    expect(await contentOf(await folder.open("restored"))).toEqual(before);
    using connection = new Connection(replaced ?? "", { readOnly: true });
    expect(connection.first("SELECT id FROM c_live")).toEqual(["mine"]);
    const left = (await readdir(join(folder.path, "restored"))).filter((name) => name.includes(".new"));
    expect(left).toEqual([]);
  });
});

test(
  "killed at any moment, a restore leaves the store of before or the restored one",
  { timeout: 60_000 },
  async () => {
    await using folder = await temporaryFolder();
    const store = await filledHome(folder);
    const whole = await contentOf(store);
    const { path } = await backup(folder);
    const child = fileURLToPath(new URL("fixtures/restore-child.ts", import.meta.url));
    const live = await folder.open("restored");
    await live.collection({ name: "live" }).insert({ _id: "mine" });
    const mine = await contentOf(live);
    await live[Symbol.asyncDispose]();
    const seen: unknown[] = [];
    for (let kill = 0; kill < 8; kill += 1) {
      const process = spawn(globalThis.process.execPath, [child, path, join(folder.path, "restored"), String(kill)]);
      const closed = once(process, "close");
      await once(process.stdout, "data");
      await delay(kill * 6);
      process.kill("SIGKILL");
      await closed;
      const after = await folder.open("restored");
      seen.push(documentsOf(await contentOf(after)));
      await after[Symbol.asyncDispose]();
    }
    for (const documents of seen) expect([documentsOf(mine), documentsOf(whole)]).toContainEqual(documents);
    await restore(folder, path, { force: true });
    expect(await contentOf(await folder.open("restored"))).toMatchObject(whole);
  },
);

describe("the state of the schema", () => {
  const next = { version: 2, summary: "Something new.", apply: () => undefined };

  test("is read without making or changing a store", async () => {
    await using folder = await temporaryFolder();
    expect(schemaStatus(join(folder.path, "home"))).toMatchObject({ found: undefined, supported: 1, pending: [] });
    await expect(readdir(join(folder.path, "home"))).rejects.toMatchObject({ code: "ENOENT" });
    await filledHome(folder);
    expect(schemaStatus(join(folder.path, "home"))).toMatchObject({ found: 1, supported: 1, pending: [] });
    expect(schemaStatus(join(folder.path, "home"), [...migrations, next])).toMatchObject({
      found: 1,
      supported: 2,
      pending: [{ version: 2, summary: "Something new." }],
    });
  });

  test("a newer store and a foreign file are refused", async () => {
    await using folder = await temporaryFolder();
    await filledHome(folder);
    const path = join(folder.path, "home", "store.db");
    using connection = new Connection(path);
    connection.exec("PRAGMA user_version = 9; UPDATE store_facts SET fact = '9'");
    expect(() => schemaStatus(join(folder.path, "home"))).toThrow(
      expect.objectContaining({ code: "STORE_VERSION_NEWER" }),
    );
    await writeFile(join(folder.path, "store.db"), Buffer.alloc(8192, "x"));
    expect(() => schemaStatus(folder.path)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  });
});

/** Without blobs: those of a backup may lie there already while the documents are still the old ones. */
function documentsOf(content: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !/^[0-9a-f]{64}$/.test(name)));
}
