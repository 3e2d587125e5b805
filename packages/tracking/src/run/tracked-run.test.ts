import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { forgetSecrets, registerSecret, type TrackedValue } from "@mlops/core";
import { afterEach, describe, expect, test } from "vitest";

import type { Entry, RowEntry } from "../entries/entry.ts";
import { spoolEntries } from "../spool/read-spool.ts";
import { describedEnvironment, describedRun } from "../testing/described-run.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openTrackedRun, type TrackedRun, type TrackedRunOptions } from "./tracked-run.ts";

afterEach(forgetSecrets);

function open(spoolFolder: string, over: Partial<TrackedRunOptions> = {}): TrackedRun {
  return openTrackedRun({
    spoolFolder,
    run: describedRun(),
    environment: describedEnvironment,
    // It takes nothing, so that the spool stays and can be looked into.
    trackers: [{ driver: "none", options: {} }],
    systemIntervalMs: 0,
    ...over,
  });
}

function spoolPath(spoolFolder: string): string {
  return join(spoolFolder, describedRun().runId, "entries.spool");
}

function entriesOf(spoolFolder: string): Entry[] {
  return [...spoolEntries(spoolPath(spoolFolder))].flatMap(({ entries }) => entries.map(({ entry }) => entry));
}

function rowsOf(spoolFolder: string): RowEntry[] {
  return entriesOf(spoolFolder).filter((entry) => entry.type === "row");
}

describe("a tracked run", () => {
  test("keeps what it is told, in order, numbers that are none included", async () => {
    const folder = temporaryFolder();
    const run = open(folder);
    run.log({ loss: 0.5, epoch: 1, name: "a", ok: true, none: null }, { step: 3 });
    run.log({ loss: NaN, up: Infinity, down: -Infinity, nested: { deep: [1, NaN] } as unknown as TrackedValue });
    run.summary({ best: 0.1 });
    run.defineMetric({ name: "val/*", stepMetric: "epoch" });
    run.alert({ title: "Late", text: "text", level: "warn" });
    await run.finish({ exitCode: 0 });
    const entries = entriesOf(folder);
    expect(entries.map(({ type }) => type)).toEqual(["start", "row", "row", "summary", "metric", "alert", "end"]);
    expect(entries[1]).toMatchObject({ step: 3, values: { loss: 0.5, epoch: 1, name: "a", ok: true, none: null } });
    expect(entries[2]).toMatchObject({
      values: { loss: NaN, up: Infinity, down: -Infinity, nested: { deep: [1, NaN] } },
    });
  });

  test("loses nothing where the memory is full, and keeps the order", async () => {
    const folder = temporaryFolder();
    const run = open(folder);
    const text = "x".repeat(20_000);
    for (let number = 0; number < 1_000; number++) run.log({ number, text });
    await run.finish({ exitCode: 0 });
    expect(run.lost).toBe(0);
    expect(rowsOf(folder).map(({ values }) => values["number"])).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  });

  test("takes a value larger than the memory", async () => {
    const folder = temporaryFolder();
    const run = open(folder);
    run.log({ before: 1 });
    run.log({ text: "y".repeat(6_000_000) });
    run.log({ after: 1 });
    await run.finish({ exitCode: 0 });
    expect(rowsOf(folder).map(({ values }) => Object.keys(values)[0])).toEqual(["before", "text", "after"]);
  });

  test("logs a key once over all processes of the run, and counts its runtime on", async () => {
    const folder = temporaryFolder();
    const first = open(folder);
    first.log({ a: 1 }, { key: "step:1" });
    first.log({ a: 2 }, { key: "step:1" });
    await first.finish({ exitCode: 1 });
    const [earlier] = rowsOf(folder);
    const second = open(folder, { resumed: true });
    second.log({ a: 3 }, { key: "step:1" });
    second.log({ a: 4 }, { key: "step:2" });
    await second.finish({ exitCode: 0 });
    const rows = rowsOf(folder);
    expect(rows.map(({ values }) => values["a"])).toEqual([1, 4]);
    expect(rows[1]?.runtime).toBeGreaterThan(earlier?.runtime ?? Infinity);
  });

  test("repeats an alert's title only after its time", async () => {
    const folder = temporaryFolder();
    const run = open(folder);
    run.alert({ title: "A", text: "1" });
    run.alert({ title: "A", text: "2" });
    run.alert({ title: "B", text: "3" });
    run.alert({ title: "A", text: "4", waitMs: 0 });
    await run.finish({ exitCode: 0 });
    const alerts = entriesOf(folder).filter((entry) => entry.type === "alert");
    expect(alerts.map(({ text }) => text)).toEqual(["1", "3", "4"]);
  });

  test("a row-level table leaves with the columns that are allowed, a summary table whole", async () => {
    const folder = temporaryFolder();
    const run = open(folder, { allowedColumns: ["predicted", "actual"] });
    const table = (rowLevel: boolean) => ({
      kind: "table" as const,
      columns: ["name", "predicted"],
      rows: [["Ada", 1]],
      rowLevel,
    });
    const plot = { kind: "plot" as const, shape: "scatter" as const, title: "t", x: "name", y: "predicted" };
    run.log({ rows: table(true), totals: table(false), hidden: { ...plot, table: table(true) } });
    await run.finish({ exitCode: 0 });
    expect(rowsOf(folder)[0]?.values).toEqual({
      rows: { kind: "table", columns: ["predicted"], rows: [[1]], rowLevel: true },
      totals: table(false),
    });
  });

  test("tells what it cannot log and goes on", async () => {
    const folder = temporaryFolder();
    const messages: string[] = [];
    const run = open(folder, {
      onMessage: (message) => {
        if (message.type === "warning") messages.push(message.text);
      },
    });
    const notAnImage = join(folder, "x.txt");
    writeFileSync(notAnImage, "text");
    run.log({ a: 1, image: { kind: "image", path: notAnImage }, gone: { kind: "image", path: join(folder, "none") } });
    run.log({ bad: { kind: "histogram", counts: [1], edges: [1] } });
    await run.finish({ exitCode: 0 });
    expect(rowsOf(folder).map(({ values }) => values)).toEqual([{ a: 1 }]);
    expect(messages.filter((text) => text.includes("is not tracked"))).toHaveLength(3);
  });

  test("no secret and no control character reaches the spool", async () => {
    const folder = temporaryFolder();
    registerSecret("hunter22-word");
    const warnings: string[] = [];
    const run = open(folder, {
      run: describedRun({
        config: { api_key: "k-value", nested: { password: "p-value", note: "hunter22-word" } },
        notes: "see hunter22-word",
      }),
      onMessage: (message) => {
        if (message.type === "warning") warnings.push(message.text);
      },
    });
    run.log({ token: "t-value", text: "a\u001b[31mred hunter22-word", "hunter22-word": 1 });
    run.log({ token: "t-value2" });
    run.log({ table: { kind: "table", columns: ["hunter22-word"], rows: [["hunter22-word"]], rowLevel: false } });
    run.output("stderr", "Authorization: Bearer hunter22-word\n");
    run.summary({ secret: "s-value" });
    run.alert({ title: "hunter22-word", text: "hunter22-word" });
    await run.finish({ exitCode: 0 });
    const bytes = readFileSync(spoolPath(folder), "utf8");
    for (const secret of ["hunter22", "k-value", "p-value", "t-value", "s-value", "\\u001b"]) {
      expect(bytes).not.toContain(secret);
    }
    expect(warnings.filter((text) => text.includes('"token"'))).toHaveLength(1);
    expect(run.hiddenKeys).toEqual(["api_key", "password", "token", "secret"]);
  });
});

describe("the tracker jsonl", () => {
  const setting = (path: string) => [{ driver: "jsonl", options: { path } }];

  test("has each entry once, also after a torn line and another process", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "lines", "run.jsonl");
    const first = open(folder, { trackers: setting(path) });
    first.log({ number: 1 });
    await first.finish({ exitCode: 1 });
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.slice(0, -10));
    const second = open(folder, { trackers: setting(path), resumed: true });
    second.log({ number: 2 });
    expect(await second.finish({ exitCode: 0 })).toMatchObject([{ tracker: "jsonl", status: "complete", place: path }]);
    // Everything has arrived: the spool is gone.
    expect(existsSync(spoolPath(folder))).toBe(false);
    const lines = readFileSync(path, "utf8").trim().split("\n");
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(["start", "row", "end", "start", "row", "end"]);
  });

  test("that cannot be opened takes nothing from the run", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const run = open(folder, {
      trackers: [...setting(join(folder, "file", "x.jsonl")), { driver: "no", options: {} }],
    });
    run.log({ number: 1 });
    const outcomes = await run.finish({ exitCode: 0 });
    expect(outcomes.map(({ tracker, status }) => [tracker, status])).toEqual([
      ["jsonl", "pending"],
      ["no", "pending"],
    ]);
    expect(rowsOf(folder)).toHaveLength(1);
  });
});

/** The promise is 100 ms; a machine that is busy with other work gets four times that. */
const LOSS_ALLOWED_MS = 400;

test("SIGKILL costs at most what was logged just before", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "run.jsonl");
  const script = fileURLToPath(new URL("../testing/logging-child.ts", import.meta.url));
  const trackers = JSON.stringify([{ driver: "jsonl", options: { path } }]);
  const child = spawn(process.execPath, [script, folder, trackers], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > 1_500) child.kill("SIGKILL");
  });
  await once(child, "close");
  const logged = said
    .trim()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
  const [last = 0, killedAt = 0] = logged.at(-1) ?? [];
  const acknowledged = logged.filter(([, at = 0]) => at <= killedAt - LOSS_ALLOWED_MS).length;
  const rows = rowsOf(folder).map(({ values }) => values["number"]);
  expect(acknowledged).toBeGreaterThan(0);
  expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
  expect(rows).toEqual(Array.from({ length: rows.length }, (_, index) => index));
  expect(last).toBeGreaterThanOrEqual(rows.length - 2);
});
