import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { systemContext } from "@mlops/conformance";
import type { Store, StoredDocument } from "@mlops/core";
import { describe, expect, test } from "vitest";

import mongodb from "../drivers/mongodb.ts";
import { dropDatabase, freshDatabase, hasMongo, mongoUri, withClient } from "../mongodb/fixtures/mongo-service.ts";
import type { MongoOptions } from "../mongodb/mongo-options.ts";
import { copyStore } from "./copy-store.ts";
import type { CopyChild } from "./fixtures/copy-child.ts";
import { BLOBS, contentOf, fill, rowCollection, ROWS, temporaryFolder } from "./fixtures/filled-home.ts";

const definitions = [rowCollection];
const child = fileURLToPath(new URL("fixtures/copy-child.ts", import.meta.url));

interface Server extends AsyncDisposable {
  readonly options: Partial<MongoOptions> & { readonly database: string };
  readonly store: Store;
}

async function server(): Promise<Server> {
  const options = freshDatabase();
  const store = await mongodb.open(mongodb.options.parse(options), systemContext());
  return {
    options,
    store,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await dropDatabase(options.database);
    },
  };
}

describe.skipIf(!hasMongo)("a copy to a server and back", { timeout: 120_000 }, () => {
  test("holds the same documents and blobs on both ways; a second copy writes nothing", async () => {
    await using folder = await temporaryFolder();
    await using there = await server();
    const [source, back] = [await folder.open("source"), await folder.open("back")];
    await fill(source);
    const whole = await contentOf(source);
    const { collections, blobs } = await copyStore({ source, target: there.store, definitions, dryRun: false });
    expect(collections.find(({ name }) => name === "rows")).toMatchObject({ copied: ROWS, verified: ROWS });
    expect(blobs).toMatchObject({ copied: BLOBS, verified: BLOBS });
    expect(await contentOf(there.store)).toEqual(whole);

    const again = await copyStore({ source, target: there.store, definitions, dryRun: false });
    expect(again.collections.map(({ copied }) => copied)).not.toContain(ROWS);
    expect(again.blobs).toMatchObject({ copied: 0, skipped: BLOBS });

    await copyStore({ source: there.store, target: back, definitions, dryRun: false });
    expect(await contentOf(back)).toEqual(whole);
  });

  test("stores declared instants as dates, so that the server sorts and finds by them", async () => {
    await using folder = await temporaryFolder();
    await using there = await server();
    const source = await folder.open("source");
    await fill(source);
    await copyStore({ source, target: there.store, definitions, dryRun: false });
    const stored = await withClient(mongoUri(), (client) =>
      client.db(there.options.database).collection("rows").findOne({ n: 7 }),
    );
    expect(stored?.["at"]).toEqual(new Date(Date.UTC(2013, 0, 1) + 7));
  });

  test("refuses a server that holds other content under the same id", async () => {
    await using folder = await temporaryFolder();
    await using there = await server();
    const source = await folder.open("source");
    await fill(source);
    await there.store
      .collection<StoredDocument & { value: number }>({ name: "odd" })
      .insert({ _id: "large", value: 1 });
    const copy = copyStore({ source, target: there.store, definitions, dryRun: false });
    await expect(copy).rejects.toMatchObject({
      code: "STORE_COPY_CONFLICT",
      details: { conflicts: [{ collection: "odd", id: "large" }] },
    });
    expect(await there.store.collection(rowCollection).count()).toBe(0);
  });

  test("killed after every write in turn and started again, it ends with the same", async () => {
    await using folder = await temporaryFolder();
    await using there = await server();
    const source = await folder.open("source");
    await fill(source);
    const argument: CopyChild = { from: join(folder.path, "source"), to: there.options, killAt: 1 };
    let kills = 0;
    while ((await runChild(argument)) === "killed") kills += 1;
    expect(kills).toBeGreaterThanOrEqual(BLOBS + Math.ceil(ROWS / 256));
    expect(await contentOf(there.store)).toEqual(await contentOf(source));
  });
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
