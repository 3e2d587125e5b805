import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { spoolEntries } from "../spool/read-spool.ts";
import { describedRun } from "../testing/described-run.ts";
import { fakeConnection } from "../testing/fake-connection.ts";
import { fakeWandb } from "../testing/fake-wandb.ts";
import { openWandbRun } from "../testing/logged-run.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { findRunFolders, syncRun } from "../wandb/online/sync-runs.ts";
import { catchUpSpools } from "./catch-up.ts";

const { runId } = describedRun();
const script = fileURLToPath(new URL("../testing/logging-child.ts", import.meta.url));

/** A process that logs for W&B until it is killed. */
async function killedRun(folder: string, spoolFolder: string, rows: number): Promise<void> {
  const trackers = [{ driver: "wandb", options: { root: folder, project: "demo", entity: "team" } }];
  const child = spawn(process.execPath, [script, spoolFolder, JSON.stringify(trackers)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > rows) child.kill("SIGKILL");
  });
  await once(child, "close");
}

function spooledNumbers(spoolFolder: string): unknown[] {
  const entries = [...spoolEntries(join(spoolFolder, runId, "entries.spool"))].flatMap((reading) => reading.entries);
  const rows = entries.flatMap(({ entry }) => (entry.type === "row" ? [entry] : []));
  return rows.map(({ values }) => values["number"]);
}

test("what a killed process spooled reaches W&B whole, and once", async () => {
  const folder = temporaryFolder();
  const spoolFolder = join(folder, "spool");
  await killedRun(folder, spoolFolder, 800);
  const spooled = spooledNumbers(spoolFolder);
  expect(spooled.length).toBeGreaterThan(100);
  expect(await catchUpSpools(spoolFolder, () => undefined)).toEqual([]);
  // A second time there is nothing to do, and nothing is lost by it.
  expect(await catchUpSpools(spoolFolder, () => undefined)).toEqual([]);
  await using fake = await fakeWandb();
  const [runFolder] = findRunFolders([folder]);
  if (!runFolder) throw new Error("there is no run folder");
  const synced = await syncRun(runFolder, fakeConnection(fake.url), new AbortController().signal);
  expect(synced).toMatchObject({ status: "synced" });
  const sent = fake.runs.get(runId);
  expect(sent?.history.map((line) => (JSON.parse(line) as { number: number }).number)).toEqual(spooled);
  // W&B shows a run that did not say how it ended as failed.
  expect(sent).toMatchObject({ complete: true, exitCode: 1 });
  // The run may still go on: its spool stays.
  expect(existsSync(join(spoolFolder, runId))).toBe(true);
  expect(fake.problems).toEqual([]);
});

test("a run that goes on is left alone", async () => {
  const folder = temporaryFolder();
  const run = openWandbRun(folder);
  run.log({ number: 1 });
  expect(await catchUpSpools(join(folder, "spool"), () => undefined)).toEqual([runId]);
  await run.finish({ exitCode: 0 });
});
