import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { requireService } from "@mlops/conformance";
import { describe, expect, test } from "vitest";

import { parseWandbJson } from "../../entries/spool-json.ts";
import { describedRun } from "../../testing/described-run.ts";
import type { FakeRun } from "../../testing/fake-state.ts";
import { fakeConnection } from "../../testing/fake-connection.ts";
import { fakeWandb } from "../../testing/fake-wandb.ts";
import { logEverything, openWandbRun } from "../../testing/logged-run.ts";
import { officialPython, officialWandb } from "../../testing/official-client.ts";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { findRunFolders, syncRun } from "../online/sync-runs.ts";

const { runId } = describedRun();

describe.skipIf(!requireService("python", officialPython !== undefined))("the official `wandb sync`", () => {
  test("uploads a run folder of ours completely", async () => {
    const folder = temporaryFolder();
    const run = openWandbRun(folder);
    logEverything(run, folder);
    await run.finish({ exitCode: 0 });

    await using fake = await fakeWandb();
    const runFolder = onlyRunFolder(folder);
    const { exitCode, output } = await officialWandb(["sync", runFolder], fake.url, folder);
    expect(output).toContain("Finished syncing");
    expect(exitCode).toBe(0);
    expect(fake.problems).toEqual([]);
    expect(existsSync(join(runFolder, `run-${runId}.wandb.synced`))).toBe(true);

    const uploaded = fake.runs.get(runId) as FakeRun;
    expect(uploaded).toMatchObject({
      entity: "team",
      project: "demo",
      complete: true,
      exitCode: 0,
      fields: {
        displayName: describedRun().name,
        groupName: "study",
        jobType: "realtime_inference",
        notes: "some notes",
        tags: ["mlops", "station-108"],
      },
      config: { horizon_hours: { value: 1 }, later: { value: { learned: 1 } } },
      alerts: [{ title: "Late", text: "The run is late.", severity: "WARN", waitDuration: 300_000 }],
    });
    const rows = uploaded.history.map((line) => parseWandbJson(line) as Record<string, unknown>);
    expect(rows.map((row) => row["_step"])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(rows[1]).toMatchObject({
      loss: 0.5,
      epoch: 1,
      "val/acc": NaN,
      up: Infinity,
      flag: true,
      text: "텍스트",
      none: null,
    });
    expect(rows[4]).toMatchObject({ histogram: { _type: "histogram", values: [1, 2, 3], bins: [0, 1, 2, 3] } });
    expect(rows[7]).toMatchObject({ "images/one": { _type: "image-file", format: "png", width: 1, height: 1 } });
    expect(parseWandbJson(uploaded.summary)).toMatchObject({
      loss: { min: 0.25, last: 0.25 },
      best: 0.25,
      epoch: 3,
      _step: 7,
    });
    expect(uploaded.output.map((line) => line.replace(/\d{4}-\S+ /, ""))).toEqual(["to stdout", "ERROR to stderr"]);
    expect(uploaded.artifacts.map(({ type, name, state }) => `${type} ${name} ${state}`).toSorted()).toEqual([
      `run_table run-${runId}-bars_table COMMITTED`,
      `run_table run-${runId}-table COMMITTED`,
    ]);
    const files = [...uploaded.files.keys()];
    for (const name of ["config.yaml", "wandb-summary.json", "wandb-metadata.json", "output.log", "notes/note.txt"]) {
      expect(files).toContain(name);
    }
    expect(files.filter((name) => name.startsWith("media/"))).toHaveLength(3);
    expect([...uploaded.uploaded].toSorted()).toEqual(files.toSorted());
  });

  test("leaves a server in the state in which a sync of ours leaves it", async () => {
    const folder = temporaryFolder();
    const run = openWandbRun(folder, {}, { systemIntervalMs: 50 });
    logEverything(run, folder);
    await run.finish({ exitCode: 3 });
    await using theirs = await fakeWandb();
    await using ours = await fakeWandb();
    const [runFolder] = findRunFolders([folder]);
    if (!runFolder) throw new Error("there is no run folder");
    expect(await syncRun(runFolder, fakeConnection(ours.url), new AbortController().signal)).toMatchObject({
      status: "synced",
    });
    await officialWandb(["sync", "--include-synced", runFolder.path], theirs.url, folder);
    expect(stateOf(ours.runs.get(runId))).toEqual(stateOf(theirs.runs.get(runId)));
    expect([...ours.problems, ...theirs.problems]).toEqual([]);
  });

  test("takes a run that two processes made as one, ended by the second", async () => {
    const folder = temporaryFolder();
    const first = openWandbRun(folder);
    for (let number = 0; number < 5; number++) first.log({ number });
    await first.finish({ exitCode: 1 });
    const second = openWandbRun(folder, {}, { resumed: true });
    for (let number = 5; number < 9; number++) second.log({ number });
    await second.finish({ exitCode: 0 });

    await using fake = await fakeWandb();
    const { exitCode } = await officialWandb(["sync", onlyRunFolder(folder)], fake.url, folder);
    expect([exitCode, fake.problems]).toEqual([0, []]);
    const uploaded = fake.runs.get(runId) as FakeRun;
    const numbers = uploaded.history.map((line) => (JSON.parse(line) as { number: number }).number);
    expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(uploaded).toMatchObject({ complete: true, exitCode: 0 });
  });
});

function onlyRunFolder(folder: string): string {
  const names = readdirSync(join(folder, "wandb")).filter((name) => name.startsWith("offline-run-"));
  expect(names).toHaveLength(1);
  return join(folder, "wandb", names[0] ?? "");
}

/** What of a run does not depend on the client: its version, names of its own, the instant of the upload. */
function stateOf(run: FakeRun | undefined): unknown {
  if (!run) return undefined;
  const { program: _program, ...fields } = run.fields;
  const { _wandb: own, ...config } = run.config as Record<string, { value: Record<string, unknown> }>;
  const { t: _telemetry, e: environments, m: metrics, ...shown } = own?.value ?? {};
  return {
    fields,
    config,
    shown,
    metrics: metricsByName(metrics as readonly MetricFields[]),
    environment: Object.values(environments as Record<string, unknown>),
    history: run.history.map(parseWandbJson),
    events: run.events.map(parseWandbJson),
    output: run.output.map((line) => line.replace(/\d{4}-\d\d-\S+ /, "")),
    summary: parseWandbJson(run.summary),
    files: [...run.files.keys()].toSorted(),
    uploaded: [...run.uploaded].toSorted(),
    media: Object.fromEntries([...run.files].filter(([name]) => /^(media|notes)\//.test(name))),
    alerts: run.alerts,
    artifacts: run.artifacts
      .map(({ type, name, digest, clientId, state, files }) => ({ type, name, digest, clientId, state, files }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    complete: run.complete,
    exitCode: run.exitCode,
  };
}

type MetricFields = Readonly<Record<string, unknown>>;

/** The list has no order of its own; a step metric is named by its place in it. */
function metricsByName(metrics: readonly MetricFields[]): unknown {
  const named = metrics.map(({ 1: name, 5: place, ...rest }) => [
    String(name),
    { ...rest, ...(typeof place === "number" && { step: metrics[place - 1]?.["1"] }) },
  ]);
  return Object.fromEntries(named);
}
