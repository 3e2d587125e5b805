import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runMlops, type TemporaryFolder, temporaryFolder } from "../testing/run-mlops.ts";
import { knownCollections } from "./known-collections.ts";

interface Replied {
  readonly exitCode: number | null;
  readonly document: Readonly<Record<string, unknown>>;
}

async function reply(cwd: string, ...words: string[]): Promise<Replied> {
  const { exitCode, stdout } = await runMlops([...words, "--json"], { cwd, environment: { MLOPS_OFFLINE: "1" } });
  return { exitCode, document: JSON.parse(stdout) as Record<string, unknown> };
}

/** A folder whose state folder holds one finished run. */
async function folderWithRun(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  expect((await reply(folder.path, "realtime")).exitCode).toBe(0);
  return folder;
}

async function runsOf(cwd: string, home: string): Promise<unknown> {
  return (await reply(cwd, "runs", "list", "--home", home)).document["runs"];
}

test("a store is copied, verified and usable; the same command again copies nothing", async () => {
  await using folder = await folderWithRun();
  const copy = ["store", "copy", "--from", "sqlite", "--to", "sqlite:copied"];
  const planned = await reply(folder.path, ...copy, "--dry-run");
  expect(planned).toMatchObject({ exitCode: 0, document: { schema: "mlops.store-copy/v1", dryRun: true, to: null } });
  expect(await readdir(folder.path)).not.toContain("copied");

  const done = await reply(folder.path, ...copy);
  expect(done).toMatchObject({ exitCode: 0, document: { status: "ok", reasons: [], to: { driver: "sqlite" } } });
  const collections = done.document["collections"] as { source: number; copied: number; verified: number }[];
  expect(collections.length).toBeGreaterThan(5);
  for (const { source, copied, verified } of collections) expect([copied, verified]).toEqual([source, source]);
  expect(await runsOf(folder.path, "copied")).toEqual(await runsOf(folder.path, ".mlops"));

  const again = await reply(folder.path, ...copy);
  expect((again.document["collections"] as typeof collections).every(({ copied }) => copied === 0)).toBe(true);
});

test("every collection that a run fills is known to a copy", async () => {
  await using folder = await folderWithRun();
  const { document } = await reply(folder.path, "store", "copy", "--from", "sqlite", "--to", "sqlite:c", "--dry-run");
  const names = (document["collections"] as { name: string }[]).map(({ name }) => name);
  expect(knownCollections.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test("stores that do not exist, are the same, or are not named at all are refused", async () => {
  await using folder = await folderWithRun();
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [["--from", "sqlite:nowhere", "--to", "sqlite:copied"], 3, "FILE_NOT_FOUND"],
    [["--from", "sqlite", "--to", "sqlite:.mlops/store.db"], 2, "INVALID_ARGUMENT"],
    [["--from", "sqlite"], 2, "INVALID_ARGUMENT"],
    [["--from", "postgres://user:secretword@host/db", "--to", "sqlite"], 2, "INVALID_ARGUMENT"],
  ];
  for (const [words, exitCode, code] of cases) {
    const answer = await reply(folder.path, "store", "copy", ...words);
    expect(answer, words.join(" ")).toMatchObject({ exitCode, document: { error: { code } } });
    expect(JSON.stringify(answer)).not.toContain("secretword");
  }
  expect(await readdir(folder.path)).toEqual([".mlops"]);
});

/** Gives the only run another seed, as a process would that goes on with the source; answers its id. */
async function changeRun(path: string): Promise<string> {
  const { DatabaseSync } = await import("node:sqlite");
  const { crc32 } = await import("node:zlib");
  using database = new DatabaseSync(path);
  const { id, body } = database.prepare("SELECT id, body FROM c_runs").get() as { id: string; body: string };
  const changed = body.replace(/"seed":\d+/, '"seed":4711');
  const checksum = crc32(changed, crc32(`runs\0${id}\0`));
  database.prepare("UPDATE c_runs SET body = ?, checksum = ? WHERE id = ?").run(changed, checksum, id);
  return id;
}

test("a target with other content under the same id is exit 7 and lists it", async () => {
  await using folder = await folderWithRun();
  const copy = ["store", "copy", "--from", "sqlite", "--to", "sqlite:copied"];
  await reply(folder.path, ...copy);
  const id = await changeRun(join(folder.path, ".mlops", "store.db"));
  const refused = await reply(folder.path, ...copy);
  expect(refused).toMatchObject({
    exitCode: 7,
    document: { error: { code: "STORE_COPY_CONFLICT", details: { conflicts: [{ collection: "runs", id }] } } },
  });
});

test("a backup is taken, verified and restored; a live store is not overwritten", async () => {
  await using folder = await folderWithRun();
  const runs = await runsOf(folder.path, ".mlops");
  const taken = await reply(folder.path, "store", "backup");
  expect(taken).toMatchObject({ exitCode: 0, document: { schema: "mlops.store-backup/v1", status: "ok" } });
  const path = String(taken.document["path"]);

  expect(await reply(folder.path, "store", "restore", path)).toMatchObject({
    exitCode: 7,
    document: { error: { code: "STORE_EXISTS" } },
  });
  expect((await reply(folder.path, "store", "restore", path, "--home", "other")).exitCode).toBe(0);
  expect(await runsOf(folder.path, "other")).toEqual(runs);

  await rm(join(folder.path, ".mlops", "store.db"));
  await writeFile(join(folder.path, ".mlops", "store.db"), "wreck");
  expect(await reply(folder.path, "store", "restore", path, "--force")).toMatchObject({ exitCode: 0 });
  expect(await runsOf(folder.path, ".mlops")).toEqual(runs);
});

test("a current store says so, and takes no backup that nothing needs", async () => {
  await using folder = await temporaryFolder();
  expect(await reply(folder.path, "store", "migrate", "--backup")).toMatchObject({
    exitCode: 0,
    document: { from: null, to: null, supported: 1, pending: [], backup: null },
  });
  await reply(folder.path, "runs", "list");
  expect(await reply(folder.path, "store", "migrate", "--backup")).toMatchObject({
    exitCode: 0,
    document: { from: 1, to: 1, supported: 1, pending: [], backup: null },
  });
  const { stdout } = await runMlops(["store", "migrate", "--dry-run"], { cwd: folder.path });
  expect(stdout).toContain("nothing is pending");
});
