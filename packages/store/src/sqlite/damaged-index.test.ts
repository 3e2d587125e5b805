import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemContext } from "@mlops/conformance";
import type { Collection, Store, StoreFinding } from "@mlops/core";
import { afterEach, beforeEach, expect, test } from "vitest";

import sqlite from "../drivers/sqlite.ts";

interface Run {
  readonly _id: string;
  readonly state: string;
}

let home: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "mlops-index-"));
  await using store = await open();
  await runsOf(store).insertManyOnce([
    { _id: "one", state: "zebra-a" },
    { _id: "two", state: "zebra-b" },
  ]);
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

test("an index that leads to a document with other values is damage, and check finds it", async () => {
  replaceInIndex("zebra-a", "zebra-x");
  await using store = await open();
  const found = runsOf(store).find({ filter: { where: { state: "zebra-x" } } });
  await expect(found).rejects.toMatchObject({ code: "STORE_DOCUMENT_DAMAGED" });
  expect(await runsOf(store).get("one")).toEqual({ _id: "one", state: "zebra-a" });
  const findings: StoreFinding[] = [];
  for await (const finding of store.check()) findings.push(finding);
  expect(findings).toContainEqual(expect.objectContaining({ severity: "error", code: "STORE_DAMAGED" }));
});

test("an index of ids that lost a document neither hides it nor lets a second one in", async () => {
  replaceInIndex("one", "onf");
  await using store = await open();
  const damaged = { code: "STORE_DOCUMENT_DAMAGED" };
  await expect(runsOf(store).get("one")).rejects.toMatchObject(damaged);
  await expect(runsOf(store).insertOnce({ _id: "one", state: "new" })).rejects.toMatchObject(damaged);
  expect(await runsOf(store).get("two")).toEqual({ _id: "two", state: "zebra-b" });
});

async function open(): Promise<Store> {
  return sqlite.open(sqlite.options.parse({ home }), systemContext());
}

function runsOf(store: Store): Collection<Run> {
  return store.collection<Run>({ name: "runs", indexes: [{ fields: ["state"] }] });
}

/** Changes a text wherever it is not part of a document: in the table it is followed by a quotation mark or its row. */
function replaceInIndex(text: string, other: string): void {
  const path = join(home, "store.db");
  const bytes = readFileSync(path);
  let replaced = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const rest = bytes.subarray(at + text.length, at + text.length + 12).toString("latin1");
    if (rest.startsWith('"') || rest.includes("{")) continue;
    bytes.write(other, at, "latin1");
    replaced += 1;
  }
  expect(replaced).toBeGreaterThan(0);
  writeFileSync(path, bytes);
}
