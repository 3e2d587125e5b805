import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Store, StoredDocument } from "@mlops/core";
import { expect, test } from "vitest";

import { currentProcess } from "../leases/process-identity.ts";
import { type CopyProgress, copyStore, type StoreCopy } from "./copy-store.ts";
import type { CopyChild } from "./fixtures/copy-child.ts";
import { BLOBS, contentOf, fill, rowCollection, ROWS, temporaryFolder } from "./fixtures/filled-home.ts";

const definitions = [rowCollection];
const child = fileURLToPath(new URL("fixtures/copy-child.ts", import.meta.url));

const copy = (source: Store, target: Store): Promise<StoreCopy> =>
  copyStore({ source, target, definitions, dryRun: false });

const written = ({ collections, blobs }: StoreCopy): number =>
  collections.reduce((sum, { copied }) => sum + copied, 0) + blobs.copied;

test("a copy holds what the source holds, and copying again writes nothing", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const first = await copy(source, target);
  expect(await contentOf(target)).toEqual(await contentOf(source));
  expect(first.collections).toContainEqual({
    name: "rows",
    source: ROWS,
    copied: ROWS,
    skipped: 0,
    verified: ROWS,
    declared: true,
  });
  expect(first.collections).toContainEqual(
    expect.objectContaining({ name: "odd", copied: 4, verified: 4, declared: false }),
  );
  expect(first.blobs).toMatchObject({ source: BLOBS, copied: BLOBS, skipped: 0, verified: BLOBS, bytes: 1_301_001 });

  const again = await copy(source, target);
  expect(written(again)).toBe(0);
  expect(again.collections.find(({ name }) => name === "rows")).toMatchObject({ skipped: ROWS, verified: ROWS });
  expect(again.blobs).toMatchObject({ skipped: BLOBS, verified: BLOBS });
});

test("the indexes of the definitions hold in the target", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  await copy(source, target);
  const second = target.collection<StoredDocument & { n: number }>({ name: "rows" }).insert({ _id: "other", n: 3 });
  await expect(second).rejects.toMatchObject({ code: "STORE_DUPLICATE_KEY" });
});

test("progress tells each phase up to its end", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const seen: CopyProgress[] = [];
  await copyStore({ source, target, definitions, dryRun: false, onProgress: (progress) => seen.push(progress) });
  expect(seen).toContainEqual({ phase: "copy", what: "blobs", done: BLOBS, total: null });
  expect(seen).toContainEqual({ phase: "copy", what: "rows", done: ROWS, total: ROWS });
  expect(seen.at(-1)).toEqual({ phase: "verify", what: "rows", done: ROWS, total: ROWS });
});

test("a dry run writes nothing and foretells what a run does, with and without a target", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const planned = await copyStore({ source, target: undefined, definitions, dryRun: true });
  expect(await copyStore({ source, target, definitions, dryRun: true })).toEqual(planned);
  expect(await contentOf(target)).toEqual({});
  const done = await copy(source, target);
  expect(written(planned)).toBe(written(done));
  expect(planned.blobs.verified).toBe(0);
});

test("other content under the same id is listed, and nothing is written", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const odd = target.collection<StoredDocument & { value: unknown }>({ name: "odd" });
  await odd.insertManyOnce([
    { _id: "nothing", value: null },
    { _id: "large", value: "other" },
    { _id: "nested", value: 1 },
    { _id: "mine alone", value: 1 },
  ]);
  const before = await contentOf(target);
  await expect(copy(source, target)).rejects.toMatchObject({
    code: "STORE_COPY_CONFLICT",
    message: expect.stringContaining('odd "large", odd "nested"') as unknown,
    details: {
      total: 2,
      conflicts: [
        { collection: "odd", id: "large" },
        { collection: "odd", id: "nested" },
      ],
    },
  });
  expect(await contentOf(target)).toEqual(before);
});

test("what only the target holds stays", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  await target.collection({ name: "odd" }).insert({ _id: "mine alone" });
  const { collections } = await copy(source, target);
  expect(collections.find(({ name }) => name === "odd")).toMatchObject({ source: 4, copied: 4, verified: 4 });
  expect(await target.collection({ name: "odd" }).count()).toBe(5);
});

test("a damaged blob of the target is mended, one of the source is an error", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const { digest } = await source.blobs.put(Buffer.from("precious"));
  await copy(source, target);
  const place = async (home: string): Promise<string> => {
    const names = await readdir(join(folder.path, home, "blobs"), { recursive: true });
    return join(folder.path, home, "blobs", names.find((name) => name.endsWith(digest)) ?? "");
  };
  await writeFile(await place("target"), "previous");
  expect((await copy(source, target)).blobs).toMatchObject({ copied: 1, skipped: BLOBS });
  expect(Buffer.from(await target.blobs.read(digest)).toString()).toBe("precious");

  await writeFile(await place("source"), "previous");
  await expect(copy(source, await folder.open("third"))).rejects.toMatchObject({ code: "STORE_BLOB_DAMAGED" });
});

test("a store on which somebody works is not copied; a lease whose holder is gone does not matter", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const gone = { ...currentProcess("a dead run"), pid: 2 ** 22 + 1 };
  await source.leases.acquire("run:gone", { holder: gone, timeToLive: 600_000 });
  await copy(source, target);
  const answer = await source.leases.acquire("run:live", { holder: currentProcess("realtime"), timeToLive: 600_000 });
  await expect(copy(source, target)).rejects.toMatchObject({
    code: "STORE_IN_USE",
    message: expect.stringContaining("realtime") as unknown,
  });
  if (answer.acquired) await answer.lease.release();
  expect(written(await copy(source, target))).toBe(1);
});

test("a copy that is stopped says so", async () => {
  await using folder = await temporaryFolder();
  const [source, target] = [await folder.open("source"), await folder.open("target")];
  await fill(source);
  const stop = new AbortController();
  const onProgress = ({ phase }: CopyProgress): void => {
    if (phase === "verify") stop.abort();
  };
  const stopped = copyStore({ source, target, definitions, dryRun: false, signal: stop.signal, onProgress });
  await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
});

function runChild(argument: CopyChild): Promise<"finished" | "killed"> {
  const { promise, resolve, reject } = Promise.withResolvers<"finished" | "killed">();
  execFile(process.execPath, [child, JSON.stringify(argument)], (error, _stdout, stderr) => {
    if (error === null) resolve("finished");
    else if (error.signal === "SIGKILL") resolve("killed");
    else reject(new Error(`the child failed: ${stderr}`));
  });
  return promise;
}

test(
  "killed at every write in turn, each time going on where it was: the same copy",
  { timeout: 120_000 },
  async () => {
    await using folder = await temporaryFolder();
    const source = await folder.open("source");
    await fill(source);
    const whole = await contentOf(source);
    const [from, to] = [join(folder.path, "source"), join(folder.path, "target")];
    let kills = 0;
    // Each child gets one write further than the one before: it skips what is there and dies after its first own write.
    while ((await runChild({ from, to, killAt: 1 })) === "killed") kills += 1;
    expect(kills).toBeGreaterThanOrEqual(BLOBS + Math.ceil(ROWS / 256));
    expect(await contentOf(await folder.open("target"))).toEqual(whole);
  },
);

test("killed before a write, then finished in one go: the same copy", { timeout: 60_000 }, async () => {
  await using folder = await temporaryFolder();
  const source = await folder.open("source");
  await fill(source);
  const whole = await contentOf(source);
  const [from, to] = [join(folder.path, "source"), join(folder.path, "target")];
  for (const killAt of [0, 6, 9]) expect(await runChild({ from, to, killAt })).toBe("killed");
  const target = await folder.open("target");
  await copy(source, target);
  expect(await contentOf(target)).toEqual(whole);
});
