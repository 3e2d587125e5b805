import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { requireService } from "@mlops/conformance";
import { expect, test } from "vitest";

import { FAKE_KEY, type FakeRun, type Fault } from "../packages/tracking/src/testing/fake-state.ts";
import { fakeWandb } from "../packages/tracking/src/testing/fake-wandb.ts";
import { officialPython, officialWandb } from "../packages/tracking/src/testing/official-client.ts";
import { documentOf } from "./answers.ts";
import { bin, type CommandResult, mlops, temporaryFolder, withoutMlopsVariables } from "./command.ts";
import { fileSource, instantOf, writeWeather } from "./weather-file.ts";

interface World extends AsyncDisposable {
  readonly path: string;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandResult>;
  realtime(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandResult>;
  runFolders(): string[];
}

/** A folder with weather, and a home of its own: no key of the machine is found. */
async function world(): Promise<World> {
  const folder = await temporaryFolder();
  const home = join(folder.path, "user");
  await mkdir(home);
  await writeWeather(join(folder.path, "weather.csv"));
  const run: World["run"] = (args, environment = {}) =>
    mlops(args, { cwd: folder.path, environment: { HOME: home, ...environment } });
  const source = [...fileSource(join(folder.path, "weather.csv")), "--at", instantOf(150)];
  return {
    path: folder.path,
    run,
    realtime: (args, environment) => run(["realtime", ...source, ...args], environment),
    runFolders: () => (existsSync(join(folder.path, "wandb")) ? readdirSync(join(folder.path, "wandb")) : []),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function online(url: string): Record<string, string> {
  return { WANDB_API_KEY: FAKE_KEY, WANDB_BASE_URL: url, WANDB_ENTITY: "team" };
}

const documentedKeys = [
  "weather/temperature",
  "weather/data_quality",
  "weather/feature_completeness",
  "pipeline_data_collection/success",
  "pipeline_data_collection/execution_time_seconds",
  "engineered_feature_count",
  "feature_quality",
  "engineering_confidence",
  "feature_validation_passed",
  "final_feature_count",
  "final_quality_score",
  "prediction_value",
  "inference_confidence",
  "model_used",
  "prediction_successful",
  "predictions_histogram",
  "pipeline_status",
  "total_execution_time_seconds",
  "data_quality_final",
  "feature_quality_final",
  "prediction_value_final",
  "prediction_confidence_final",
  "pipeline_efficiency",
  "pipeline_success_rate",
  "summary/prediction_value",
];

function keysOf(run: FakeRun | undefined): Set<string> {
  return new Set((run?.history ?? []).flatMap((line) => Object.keys(JSON.parse(line) as object)));
}

test.skipIf(!requireService("python", officialPython !== undefined))(
  "realtime --use-wandb records a run that the official client uploads with every documented key",
  async () => {
    await using here = await world();
    const recorded = await here.realtime(["--use-wandb", "--json"]);
    const { runId, tracking } = documentOf(recorded) as { runId: string; tracking: { folder: string }[] };
    await using fake = await fakeWandb();
    const synced = await officialWandb(["sync", tracking[0]?.folder ?? ""], fake.url, here.path);
    expect(synced.exitCode).toBe(0);
    const run = fake.runs.get(runId);
    for (const key of documentedKeys) expect(keysOf(run)).toContain(key);
    expect(run?.history.map((line) => (JSON.parse(line) as { _step: number })["_step"])).toEqual([1, 2, 3, 4, 5]);
    expect(run?.fields).toMatchObject({
      project: "commute-weather-mlops",
      displayName: expect.stringMatching(/^realtime_pipeline_\d{8}_\d{6}$/) as unknown,
      jobType: "realtime_inference",
      tags: ["mlops", "weather-prediction", "real-time", "station-JFK"],
    });
    expect(fake.problems).toEqual([]);
  },
);

test("with a key a run is sent while it goes on, and its page is told", async () => {
  await using here = await world();
  await using fake = await fakeWandb();
  const { exitCode, stdout, stderr } = await here.realtime([], online(fake.url));
  expect(exitCode).toBe(0);
  const [run] = fake.runs.values();
  expect(stdout).toContain(`${fake.url}/team/commute-weather-mlops/runs/${run?.id}`);
  for (const key of documentedKeys) expect(keysOf(run)).toContain(key);
  expect(run).toMatchObject({ complete: true, exitCode: 0 });
  expect(fake.problems).toEqual([]);
  expect(stdout + stderr).not.toContain(FAKE_KEY);
});

test("--no-use-wandb sends nothing and writes nothing", async () => {
  await using here = await world();
  await using fake = await fakeWandb();
  const { exitCode } = await here.realtime(["--no-use-wandb"], online(fake.url));
  expect([exitCode, fake.requests.length, here.runFolders()]).toEqual([0, 0, []]);
  expect(existsSync(join(here.path, ".mlops", "spool"))).toBe(false);
});

/** The promise is 5 s after the work; a busy machine gets four times that. */
const ENDED_WITHIN_MS = 20_000;

test.each<[string, Fault]>([
  ["hangs", { kind: "hang" }],
  ["lies", { kind: "lie", body: "<html></html>" }],
  ["refuses the key", { kind: "status", status: 401 }],
])("a server that %s changes neither result nor exit code; mlops sync sends the run later, once", async (_, fault) => {
  await using here = await world();
  await using fake = await fakeWandb();
  const without = documentOf(await here.realtime(["--no-use-wandb", "--json"])) as { prediction: unknown };
  fake.fault = () => fault;
  const began = performance.now();
  const tracked = await here.realtime(["--json"], online(fake.url));
  const work = documentOf(tracked) as {
    prediction: unknown;
    reasons: string[];
    runId: string;
    timings: { totalMs: number };
  };
  expect(tracked.exitCode).toBe(0);
  expect(performance.now() - began - work.timings.totalMs).toBeLessThan(ENDED_WITHIN_MS);
  expect(work.prediction).toEqual(without.prediction);
  expect(work.reasons).toContain("tracking-upload-pending");
  fake.fault = () => undefined;
  const refused = await here.run(["sync", "--json"], { ...online(fake.url), WANDB_API_KEY: "k".repeat(40) });
  expect([refused.exitCode, fake.runs.size]).toEqual([8, 0]);
  const synced = await here.run(["sync", "--json"], online(fake.url));
  expect(synced.exitCode).toBe(0);
  expect(documentOf(synced)).toMatchObject({ synced: [{ runId: work.runId }], failed: [] });
  expect(fake.runs.get(work.runId)).toMatchObject({ complete: true, exitCode: 0 });
  const again = await here.run(["sync", "--json"], online(fake.url));
  expect(documentOf(again)).toMatchObject({ synced: [], skipped: [{ runId: work.runId }] });
});

test("a run that fails is tracked as failed, with the documented alert", async () => {
  await using here = await world();
  await using fake = await fakeWandb();
  const source = ["--source", "file", "--source-file", "missing.csv", "--station", "JFK"];
  const { exitCode } = await here.run(["realtime", ...source], online(fake.url));
  expect(exitCode).toBe(3);
  const [run] = fake.runs.values();
  expect(run).toMatchObject({ complete: true, exitCode: 1 });
  expect(run?.alerts).toMatchObject([{ title: "Realtime Pipeline Failed", severity: "ERROR", waitDuration: 300_000 }]);
});

test("a project's name that cannot be used is refused before anything starts", async () => {
  await using here = await world();
  const { exitCode, stderr } = await here.realtime(["--wandb-project", "invalid project name!"]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("Invalid project name: invalid project name!");
  const runs = documentOf(await here.run(["runs", "list", "--json"])) as { runs: unknown[] };
  expect(runs.runs).toEqual([]);
});

test("login stores a key that the server knows, readable by nobody else, and never shows it", async () => {
  await using here = await world();
  await using fake = await fakeWandb();
  const home = join(here.path, "user");
  const environment = { ...withoutMlopsVariables(), HOME: home, WANDB_BASE_URL: fake.url };
  const child = spawn(process.execPath, [bin, "login"], { cwd: here.path, env: environment, stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(`${FAKE_KEY}\n`);
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  expect([exitCode, output.includes(FAKE_KEY)]).toEqual([0, false]);
  expect(output).toContain("fake-user");
  expect(readFileSync(join(home, ".netrc"), "utf8")).toContain(FAKE_KEY);
  const tracked = await here.realtime([], { WANDB_BASE_URL: fake.url });
  expect([tracked.exitCode, fake.runs.size]).toEqual([0, 1]);
});
