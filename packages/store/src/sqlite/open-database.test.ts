import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { runTogether, systemContext } from "@mlops/conformance";
import { DAY, type Store } from "@mlops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import sqlite from "../drivers/sqlite.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { SqliteSession } from "./session.ts";
import { SqliteCollection } from "./sqlite-collection.ts";

const NOBODY = 65_534;
const tasks = new URL("./fixtures/open-tasks.ts", import.meta.url).href;
let folder: string;
let home: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mlops-open-"));
  home = join(folder, "deep", "home");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a new home", () => {
  test("holds a WAL database of the current schema and nothing temporary", async () => {
    await using store = await open();
    expect(await store.describe()).toMatchObject({
      driver: "sqlite",
      location: join(home, "store.db"),
      schemaVersion: SCHEMA_VERSION,
      details: { journalMode: "wal", durability: "process" },
    });
    expect(readdirSync(home).filter((name) => name.includes(".new"))).toEqual([]);
  });

  test("is cleared of what a killed first start left a day ago", async () => {
    mkdirSync(home, { recursive: true });
    for (const [name, age] of [
      ["store.db.1-a.new", 2 * DAY],
      ["store.db.2-b.new-wal", 2 * DAY],
      ["store.db.3-c.new", 0],
    ] as const) {
      writeFileSync(join(home, name), "half");
      utimesSync(join(home, name), (Date.now() - age) / 1000, (Date.now() - age) / 1000);
    }
    await using _ = await open();
    expect(readdirSync(home).filter((name) => name.includes(".new"))).toEqual(["store.db.3-c.new"]);
  });

  test("flushes each commit where power cuts are feared", async () => {
    await using store = await open("power");
    expect((await store.describe()).details).toMatchObject({ durability: "power" });
  });
});

describe("a file that is not a store of this version", () => {
  test("a text is STORE_DAMAGED and stays as it is", async () => {
    place("these are not the bytes of a database, but long enough to be a header of one ".repeat(3));
    await expect(open()).rejects.toMatchObject({ code: "STORE_DAMAGED", message: expect.stringContaining("store.db") });
  });

  test("an empty file is STORE_DAMAGED", async () => {
    place("");
    await expect(open()).rejects.toMatchObject({ code: "STORE_DAMAGED", message: expect.stringContaining("empty") });
  });

  test("a database of another program is STORE_DAMAGED", async () => {
    mkdirSync(home, { recursive: true });
    alter("CREATE TABLE theirs (x)");
    await expect(open()).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining("another program"),
    });
  });

  test("a newer store is STORE_VERSION_NEWER, says both versions and what to do", async () => {
    await (await open())[Symbol.asyncDispose]();
    const newer = SCHEMA_VERSION + 3;
    alter(`PRAGMA user_version = ${newer}; UPDATE store_facts SET fact = '${newer}' WHERE name = 'schemaVersion'`);
    await expect(open()).rejects.toMatchObject({
      code: "STORE_VERSION_NEWER",
      message: expect.stringMatching(new RegExp(`version ${newer};.* up to ${SCHEMA_VERSION}`)),
      hint: expect.stringContaining("Update mlops"),
    });
  });

  test("a version in the header that the facts do not know is damage, not age", async () => {
    await (await open())[Symbol.asyncDispose]();
    alter("PRAGMA user_version = 0");
    await expect(open()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  test("a table that was altered is STORE_DAMAGED", async () => {
    const store = await open();
    await store.collection<{ _id: string }>({ name: "runs" }).insert({ _id: "x" });
    await store[Symbol.asyncDispose]();
    alter("ALTER TABLE c_runs ADD COLUMN more TEXT");
    await using again = await open();
    await expect(again.collection({ name: "runs" }).get("x")).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });
});

describe("a place that cannot be used", () => {
  test("a file where the folder should be is STORE_UNAVAILABLE", async () => {
    writeFileSync(join(folder, "deep"), "a file");
    await expect(open()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining(folder) });
  });

  test("a full disk is STORE_UNAVAILABLE and takes nothing back", async () => {
    await (await open())[Symbol.asyncDispose]();
    const path = join(home, "store.db");
    using connection = openDatabase(path, "unused", {});
    const session = new SqliteSession(path, connection, systemContext());
    const filling = new SqliteCollection<{ _id: string; text: string }>(session, { name: "filling" });
    await filling.insert({ _id: "before", text: "kept" });
    // SQLite reports its page limit as it reports a full disk.
    connection.exec("PRAGMA max_page_count = 20");
    await expect(filling.insert({ _id: "after", text: "x".repeat(2_000_000) })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining("full"),
    });
    expect(await filling.get("before")).toEqual({ _id: "before", text: "kept" });
    expect(await filling.get("after")).toBeUndefined();
  });

  test.skipIf(process.getuid?.() !== 0)("a folder of another user is PERMISSION_DENIED (needs root)", async () => {
    chmodSync(folder, 0o755);
    await (await open())[Symbol.asyncDispose]();
    chmodSync(home, 0o555);
    chmodSync(join(home, "store.db"), 0o444);
    const argument = { home };
    const [answer] = await runTogether([{ module: tasks, task: "tryToWrite", argument, uid: NOBODY }]);
    expect(answer).toMatchObject({ code: "PERMISSION_DENIED", message: expect.stringContaining("store.db") });
    rmSync(join(home, "store.db"));
    const [first] = await runTogether([{ module: tasks, task: "tryToWrite", argument, uid: NOBODY }]);
    expect(first).toMatchObject({ code: "PERMISSION_DENIED" });
    expect(existsSync(join(home, "store.db"))).toBe(false);
  });
});

test("processes of two versions may open one collection with different indexes", { timeout: 30_000 }, async () => {
  const answers = await runTogether(
    Array.from({ length: 6 }, (_, worker) => ({ module: tasks, task: "openWithIndexes", argument: { home, worker } })),
  );
  expect(answers).toEqual([1, 1, 1, 1, 1, 1]);
});

test("two index lists for one collection in one process are refused", async () => {
  await using store = await open();
  store.collection({ name: "runs", indexes: [{ fields: ["a"] }] });
  store.collection({ name: "runs", indexes: [{ fields: ["a"] }] });
  store.collection({ name: "runs" });
  expect(() => store.collection({ name: "runs", indexes: [{ fields: ["b"] }] })).toThrow(
    expect.objectContaining({ code: "STORE_COLLECTION_INVALID" }),
  );
});

async function open(durability?: "process" | "power"): Promise<Store> {
  return sqlite.open(sqlite.options.parse({ home, durability }), systemContext());
}

function place(content: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "store.db"), content);
}

function alter(sql: string): void {
  const database = new DatabaseSync(join(home, "store.db"));
  database.exec(sql);
  database.close();
}
