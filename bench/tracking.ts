/**
 * Cost of logging beside the official client in one run: `node bench/tracking.ts [ROWS]`, with its interpreter in
 * MLOPS_PYTHON_WANDB (`node tools/services/services.ts start python`). Then the cost under each fault of a server, a
 * training loop with and without tracking, and the speed of a sync to a server of this machine.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { openTrackedRun, type TrackedRun } from "../packages/tracking/src/index.ts";

import { describedEnvironment, describedRun } from "../packages/tracking/src/testing/described-run.ts";
import { fakeConnection } from "../packages/tracking/src/testing/fake-connection.ts";
import { FAKE_KEY, type Fault } from "../packages/tracking/src/testing/fake-state.ts";
import { fakeWandb } from "../packages/tracking/src/testing/fake-wandb.ts";
import { findRunFolders, syncRun } from "../packages/tracking/src/wandb/online/sync-runs.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const python = process.env["MLOPS_PYTHON_WANDB"];
const folder = mkdtempSync(join(tmpdir(), "mlops-bench-"));

interface Costs {
  /** Microseconds for one call. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Of all calls. */
  readonly seconds: number;
  /** With the end of the run. */
  readonly finished: number;
  /** Of the W&B log. */
  readonly bytes: number;
}

try {
  const ours = await logRows(rows, "ours");
  print(`ours, ${rows} rows of 3 metrics`, ours, rows);
  if (python === undefined) say("official client: MLOPS_PYTHON_WANDB is not set");
  else {
    // The official client is slow: a tenth of the rows says the same about one call.
    const fewer = Math.max(1, Math.round(rows / 10));
    const script = fileURLToPath(new URL("tracking.py", import.meta.url));
    const theirs = JSON.parse(execFileSync(python, [script, String(fewer), folder], { encoding: "utf8" })) as Costs;
    print(`official client, ${fewer} rows`, theirs, fewer);
    say(`ratio   p50 ${(theirs.p50 / ours.p50).toFixed(1)} ×, p99 ${(theirs.p99 / ours.p99).toFixed(1)} ×`);
  }
  await faults();
  await syncSpeed(Math.min(rows, 200_000));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function openRun(name: string, wandb: Readonly<Record<string, unknown>> = {}): TrackedRun {
  return openTrackedRun({
    spoolFolder: join(folder, "spool"),
    run: describedRun({ runId: name }),
    environment: describedEnvironment,
    trackers: [{ driver: "wandb", options: { root: join(folder, name), project: "bench", ...wandb } }],
    systemIntervalMs: 0,
  });
}

async function logRows(count: number, name: string): Promise<Costs> {
  const run = openRun(name);
  const costs = new Float64Array(count);
  const began = performance.now();
  for (let number = 0; number < count; number++) {
    const row = { loss: 1 / (number + 1), accuracy: number / count, lr: 0.001 };
    const start = performance.now();
    run.log(row);
    costs[number] = (performance.now() - start) * 1000;
  }
  const seconds = (performance.now() - began) / 1000;
  const deadlineMs = 600_000;
  await run.finish({ exitCode: 0, deadlineMs });
  const finished = (performance.now() - began) / 1000;
  const [found] = findRunFolders([join(folder, name)]);
  return { ...quantiles(costs), seconds, finished, bytes: found ? statSync(found.log).size : NaN };
}

function quantiles(costs: Float64Array): { p50: number; p99: number; max: number } {
  costs.sort();
  const at = (share: number): number => costs[Math.min(costs.length - 1, Math.floor(share * costs.length))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** A loop that works about 1 ms a step, under each kind of server, against the same loop without tracking. */
async function faults(): Promise<void> {
  const kinds: readonly (readonly [string, Fault | undefined])[] = [
    ["answers", undefined],
    ["hangs", { kind: "hang" }],
    ["503", { kind: "status", status: 503 }],
    ["resets", { kind: "reset" }],
    ["lies", { kind: "lie", body: "<html></html>" }],
  ];
  const steps = 1_500;
  for (const [name, fault] of kinds) {
    await using fake = await fakeWandb();
    fake.fault = () => fault;
    const run = openRun(`fault-${name}`, { mode: "online", apiKey: FAKE_KEY, baseUrl: fake.url, syncSeconds: 0.5 });
    const tracked = new Float64Array(steps);
    const bare = new Float64Array(steps);
    for (let step = 0; step < steps; step++) {
      bare[step] = timed(() => void work());
      tracked[step] = timed(() => run.log({ loss: work(), step }));
    }
    const ended = performance.now();
    await run.finish({ exitCode: 0 });
    const [logged, without] = [quantiles(tracked).p50, quantiles(bare).p50];
    const overhead = (100 * (logged - without)) / without;
    const end = ((performance.now() - ended) / 1000).toFixed(2);
    say(`server ${name.padEnd(8)} overhead of a 1 ms step ${overhead.toFixed(2)} %, end of the run ${end} s`);
  }
}

function work(): number {
  let sum = 0;
  for (let term = 1; term < 200_000; term++) sum += 1 / (term * term);
  return sum;
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

async function syncSpeed(count: number): Promise<void> {
  await logRows(count, "sync");
  const [run] = findRunFolders([join(folder, "sync")]);
  if (!run) return;
  await using fake = await fakeWandb();
  const start = performance.now();
  const { status } = await syncRun(run, fakeConnection(fake.url), new AbortController().signal);
  const seconds = (performance.now() - start) / 1000;
  say(`sync    ${status}: ${count} rows in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} rows/s`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function print(what: string, { p50, p99, max, seconds, finished, bytes }: Costs, count: number): void {
  const microseconds = `p50 ${p50.toFixed(2)} µs, p99 ${p99.toFixed(2)} µs, max ${(max / 1000).toFixed(1)} ms`;
  const size = `${Math.round(bytes / count)} bytes a row`;
  say(`${what}: ${microseconds}; ${seconds.toFixed(1)} s, ${finished.toFixed(1)} s with its end; ${size}`);
}
