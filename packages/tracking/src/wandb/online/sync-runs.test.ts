import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { registerSecret } from "@mlops/core";
import { describe, expect, test } from "vitest";

import { parseWandbJson } from "../../entries/spool-json.ts";
import { describedRun } from "../../testing/described-run.ts";
import { FAKE_KEY, type FakeRun, type Fault } from "../../testing/fake-state.ts";
import { fakeWandb } from "../../testing/fake-wandb.ts";
import { fakeConnection } from "../../testing/fake-connection.ts";
import { logEverything, openWandbRun } from "../../testing/logged-run.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { describePending } from "./describe-pending.ts";
import { findRunFolders, prepareAgain, syncRun } from "./sync-runs.ts";

const { runId } = describedRun();
const never = new AbortController().signal;

async function recorded(): Promise<{ folder: string; run: ReturnType<typeof folderOf> }> {
  const folder = temporaryFolder();
  const run = openWandbRun(folder);
  logEverything(run, folder);
  await run.finish({ exitCode: 0 });
  return { folder, run: folderOf(folder) };
}

function folderOf(folder: string) {
  const [found] = findRunFolders([folder]);
  if (!found) throw new Error("there is no run folder");
  return found;
}

function rowsOf(run: FakeRun | undefined): Record<string, unknown>[] {
  return (run?.history ?? []).map((line) => parseWandbJson(line) as Record<string, unknown>);
}

describe("sync", () => {
  test("sends all of a run, marks it, and sends nothing the next time", async () => {
    const { folder, run } = await recorded();
    await using fake = await fakeWandb();
    const connection = fakeConnection(fake.url);
    const first = await syncRun(run, connection, never);
    expect(first).toMatchObject({ status: "synced", url: `${fake.url}/team/demo/runs/${runId}` });
    expect(fake.problems).toEqual([]);
    const sent = fake.runs.get(runId);
    expect(rowsOf(sent).map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(sent).toMatchObject({
      complete: true,
      exitCode: 0,
      fields: { groupName: "study", tags: ["mlops", "station-108"] },
    });
    expect(sent?.alerts).toHaveLength(1);
    expect(sent?.artifacts.map(({ state }) => state)).toEqual(["COMMITTED", "COMMITTED"]);
    expect(sent?.artifacts.every(({ manifest }) => manifest !== undefined && !manifest.includes(folder))).toBe(true);
    expect([...(sent?.files.keys() ?? [])]).toEqual(
      expect.arrayContaining(["notes/note.txt", "config.yaml", "wandb-metadata.json", "output.log"]),
    );
    const requests = fake.requests.length;
    expect(await syncRun(run, connection, never)).toMatchObject({ status: "skipped" });
    expect(fake.requests).toHaveLength(requests);
  });

  test("goes on where it stopped: what was confirmed is not sent again, and alerts come once", async () => {
    const { run } = await recorded();
    await using fake = await fakeWandb();
    const connection = fakeConnection(fake.url);
    fake.fault = ({ path, body }) =>
      path.endsWith("file_stream") && body.includes("complete") ? { kind: "status", status: 500 } : undefined;
    expect(await syncRun(run, connection, never)).toMatchObject({ status: "failed" });
    expect(existsSync(run.syncedMark)).toBe(false);
    fake.fault = () => undefined;
    const before = fake.requests.length;
    expect(await syncRun(run, connection, never)).toMatchObject({ status: "synced" });
    const later = fake.requests.slice(before);
    expect(later.some(({ body }) => body.includes("wandb-history.jsonl"))).toBe(false);
    expect(later.map(({ operation }) => operation)).not.toContain("CreateArtifact");
    expect(fake.runs.get(runId)?.alerts).toHaveLength(1);
    expect(fake.problems).toEqual([]);
  });

  test("again from the start gives the same state", async () => {
    const { run } = await recorded();
    await using fake = await fakeWandb();
    await syncRun(run, fakeConnection(fake.url), never);
    const history = [...(fake.runs.get(runId)?.history ?? [])];
    prepareAgain(run);
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({ status: "synced" });
    expect(fake.runs.get(runId)?.history).toEqual(history);
    expect(fake.runs.get(runId)?.artifacts).toHaveLength(2);
    expect(fake.problems).toEqual([]);
  });

  test("a missing file keeps the run from being marked; everything else arrives, and the file once it is back", async () => {
    const { run } = await recorded();
    const note = join(run.files, "notes", "note.txt");
    const content = readFileSync(note);
    rmSync(note);
    await using fake = await fakeWandb();
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("note.txt") as unknown,
    });
    expect(existsSync(run.syncedMark)).toBe(false);
    expect(rowsOf(fake.runs.get(runId))).toHaveLength(8);
    writeFileSync(note, content);
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({ status: "synced" });
    expect(fake.runs.get(runId)?.files.has("notes/note.txt")).toBe(true);
  });

  test("a missing file of a table is told, too, and the table comes later", async () => {
    const { run } = await recorded();
    const kept = new Map(readdirSync(run.artifacts).map((name) => [name, readFileSync(join(run.artifacts, name))]));
    for (const name of kept.keys()) rmSync(join(run.artifacts, name));
    await using fake = await fakeWandb();
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({ status: "failed" });
    expect(fake.runs.get(runId)?.artifacts).toEqual([]);
    for (const [name, bytes] of kept) writeFileSync(join(run.artifacts, name), bytes);
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({ status: "synced" });
    expect(fake.runs.get(runId)?.artifacts.map(({ state }) => state)).toEqual(["COMMITTED", "COMMITTED"]);
  });

  test("a damaged log gives what can be read, and is not complete", async () => {
    const { run } = await recorded();
    const bytes = readFileSync(run.log);
    truncateSync(run.log, bytes.length - 3);
    appendFileSync(run.log, "???");
    await using fake = await fakeWandb();
    expect(await syncRun(run, fakeConnection(fake.url), never)).toMatchObject({ status: "failed" });
    expect(rowsOf(fake.runs.get(runId))).toHaveLength(8);
    // The end of the run was in the damaged record: W&B shows a run that failed.
    expect(fake.runs.get(runId)).toMatchObject({ complete: true, exitCode: 1 });
  });

  test("a dry run tells what would be sent, and sends nothing", async () => {
    const { run } = await recorded();
    await using fake = await fakeWandb();
    const pending = describePending(run, fake.url);
    expect(pending).toMatchObject({ rows: 8, alerts: 1, consoleLines: 2, synced: false, ended: true, project: "demo" });
    expect(pending.tables).toEqual([`run-${runId}-table`, `run-${runId}-bars_table`]);
    expect(pending.files.map(({ name }) => name)).toContain("notes/note.txt");
    expect(pending.keys).toEqual(expect.arrayContaining(["loss", "histogram", "best"]));
    expect(fake.requests).toEqual([]);
  });

  test("reads run folders of the official client", async () => {
    const folder = temporaryFolder();
    const official = new URL("../../../../../fixtures/golden/wandb/official.wandb", import.meta.url);
    writeFileSync(join(folder, "run-golden01.wandb"), readFileSync(official));
    await using fake = await fakeWandb();
    const run = folderOf(folder);
    const synced = await syncRun(run, fakeConnection(fake.url), never);
    // Its tables' files are not beside the log.
    expect(synced).toMatchObject({ status: "failed", reason: expect.stringContaining("missing") as unknown });
    expect(rowsOf(fake.runs.get("golden01"))).toHaveLength(43);
    expect(fake.problems).toEqual([]);
  });
});

/** What a server may do instead of answering. */
const faults: readonly (readonly [string, Fault])[] = [
  ["503 for ever", { kind: "status", status: 503 }],
  ["500 for ever", { kind: "status", status: 500 }],
  ["429 with Retry-After", { kind: "status", status: 429, headers: { "retry-after": "1" } }],
  ["409", { kind: "status", status: 409 }],
  ["413", { kind: "status", status: 413 }],
  ["401", { kind: "status", status: 401 }],
  ["403", { kind: "status", status: 403 }],
  ["404", { kind: "status", status: 404 }],
  ["a page instead of JSON", { kind: "lie", body: "<html>Sign in to the network</html>" }],
  ["half a JSON", { kind: "lie", body: '{"data":{"upsertBucket":' }],
  ["JSON of another shape", { kind: "lie", body: '{"data":{"upsertBucket":null}}' }],
  ["a cut connection", { kind: "reset" }],
  ["half a body", { kind: "half-body" }],
  ["silence", { kind: "hang" }],
  ["a slow answer", { kind: "slow", milliseconds: 300 }],
];

/** The promise is 5 s after the work; a busy machine gets four times that. */
const ENDED_WITHIN_MS = 20_000;

describe("a run whose server answers with", () => {
  test.each(faults)("%s ends in time, and a later sync sends all of it once", async (_, fault) => {
    const folder = temporaryFolder();
    await using fake = await fakeWandb();
    fake.fault = () => fault;
    const online = { mode: "online", apiKey: FAKE_KEY, baseUrl: fake.url, syncSeconds: 0.05 };
    const run = openWandbRun(folder, online);
    logEverything(run, folder);
    const asked = performance.now();
    const [outcome] = await run.finish({ exitCode: 0 });
    expect(performance.now() - asked).toBeLessThan(ENDED_WITHIN_MS);
    expect(run.lost).toBe(0);
    const runFolder = folderOf(folder);
    expect(outcome?.status === "complete").toBe(existsSync(runFolder.syncedMark));
    fake.fault = () => undefined;
    await syncRun(runFolder, fakeConnection(fake.url), never);
    expect(existsSync(runFolder.syncedMark)).toBe(true);
    const sent = fake.runs.get(runId);
    expect(rowsOf(sent).map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(sent?.output).toHaveLength(2);
    expect(sent).toMatchObject({ complete: true, exitCode: 0 });
    expect(fake.problems).toEqual([]);
  });
});

test("a run is sent while it goes on, tells its page, and hears that it should stop", async () => {
  const folder = temporaryFolder();
  await using fake = await fakeWandb();
  const heard: string[] = [];
  const online = { mode: "online", apiKey: FAKE_KEY, baseUrl: fake.url, syncSeconds: 0.05 };
  const run = openWandbRun(folder, online, { onMessage: (message) => heard.push(JSON.stringify(message)) });
  run.log({ number: 0 });
  await until(() => fake.runs.get(runId)?.history.length === 1);
  fake.stopRequested = true;
  run.log({ number: 1 });
  await until(() => heard.some((message) => message.includes("stop-requested")));
  expect(fake.runs.get(runId)?.complete).toBe(false);
  const outcomes = await run.finish({ exitCode: 3 });
  expect(outcomes).toMatchObject([{ status: "complete", place: `${fake.url}/team/demo/runs/${runId}` }]);
  expect(fake.runs.get(runId)).toMatchObject({ complete: true, exitCode: 3 });
  expect(heard.some((message) => message.includes(`/team/demo/runs/${runId}`))).toBe(true);
  expect(fake.problems).toEqual([]);
});

test("no byte of the key is in the run's folder, its spool or what the server is sent", async () => {
  const folder = temporaryFolder();
  await using fake = await fakeWandb();
  registerSecret(FAKE_KEY);
  const run = openWandbRun(folder, { mode: "online", apiKey: FAKE_KEY, baseUrl: fake.url });
  logEverything(run, folder);
  run.log({ note: `key ${FAKE_KEY}`, api_key: FAKE_KEY });
  await run.finish({ exitCode: 1 });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    expect(readFileSync(join(file.parentPath, file.name), "latin1")).not.toContain(FAKE_KEY);
  }
  for (const { body } of fake.requests) expect(body.toString()).not.toContain(FAKE_KEY);
  expect(fake.requests.length).toBeGreaterThan(3);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
