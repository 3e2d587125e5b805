// What the journal costs on sqlite: a step, the decision to resume a run of 1,000 steps, a list of 100,000 runs.
// `node bench/step-overhead.ts`
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Clock, Journal } from "../packages/core/src/index.ts";
import { defineWorkflow, runWorkflow, type StepFunction } from "../packages/engine/src/index.ts";
import sqlite from "../packages/store/src/drivers/sqlite.ts";
import { currentProcess, openJournal } from "../packages/store/src/index.ts";
import {
  type JournalCollections,
  journalCollections,
  type RunDocument,
} from "../packages/store/src/journal/journal-documents.ts";

const STEPS = 1_000;
const RUNS = 100_000;
const ROUNDS = 7;

const clock: Clock = {
  now: () => Date.now(),
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};
const entropy = (length: number): Uint8Array => randomBytes(length);
const events = { emit: () => undefined };

/** A thousand steps with a result of about 200 bytes each, then the one given. */
function workflowEnding(last: StepFunction<unknown>) {
  return defineWorkflow({
    name: "bench",
    version: 1,
    input: { parse: (value) => value },
    async run(context) {
      for (let index = 0; index < STEPS; index++) {
        await context.step("work", () => ({ index, note: "x".repeat(180) }), { key: index });
      }
      return context.step("last", last);
    },
  });
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await millisecondsOf(work));
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

function print(what: string, milliseconds: number, bar: number): void {
  const verdict = milliseconds <= bar ? "within" : "ABOVE";
  process.stdout.write(
    `${what.padEnd(68)} ${milliseconds.toFixed(3).padStart(9)} ms  ${verdict} the bar of ${bar} ms\n`,
  );
}

async function benchSteps(journal: Journal): Promise<void> {
  const ports = { journal, clock, events, entropy, input: {}, seed: 1 };
  const fails = (): never => {
    throw new Error("to be resumed");
  };
  const run = (last: StepFunction<unknown>, key: string) =>
    runWorkflow({ ...ports, workflow: workflowEnding(last), key });
  const whole = await millisecondsOf(() => run(fails, "bench"));
  print(`a step (mean of ${STEPS})`, whole / STEPS, 10);

  let decided = 0;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run(() => {
      decided = performance.now();
      return fails();
    }, "bench");
    times.push(decided - start);
  }
  const median = times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  print(`resuming a run of ${STEPS} steps until the next one runs`, median, 200);
}

/** Documents as the journal leaves them: one in 500 was broken off, half are children. */
async function fillWithRuns(journal: Journal, { runs }: JournalCollections): Promise<void> {
  const runId = "r20131005110000000000";
  await journal.begin({ runId, workflow: "bench", workflowVersion: 1, input: {}, at: 0, seed: 1 });
  await using claim = await journal.claim(runId);
  await claim.finish({ status: "succeeded", result: {}, metrics: { mae: 1, r2: 0.9 } });
  const template = await runs.get(`run:${runId}`);
  if (!template) throw new Error("the run that was begun is missing");
  const document = (index: number): RunDocument => {
    const id = `r20131005120000${String(index).padStart(6, "0")}`;
    const child = index % 2 === 1;
    return {
      ...template,
      _id: `run:${id}`,
      runId: id,
      key: id,
      kind: index % 3 === 0 ? "evaluation" : "realtime",
      state: index % 500 === 0 ? "open" : index % 7 === 0 ? "failed" : "succeeded",
      startedAt: template.startedAt + index,
      child,
      ...(child && { parentRunId: runId }),
    };
  };
  for (let start = 0; start < RUNS; start += 1_000) {
    await runs.insertManyOnce(Array.from({ length: 1_000 }, (_, offset) => document(start + offset)));
  }
}

async function benchLists(journal: ReturnType<typeof openJournal>): Promise<void> {
  const lists = [
    {},
    { kind: "evaluation" },
    { status: "failed" },
    { status: "succeeded", kind: "realtime" },
    { status: "interrupted" },
    { status: "running" },
    { includeChildren: true },
  ] as const;
  for (const query of lists) {
    print(
      `list 50 of ${RUNS} runs ${JSON.stringify(query)}`,
      await medianOf(() => journal.list({ ...query, limit: 50 })),
      100,
    );
  }
  print("the newest run's id", await medianOf(() => journal.resolveRunId("latest")), 100);
}

const home = await mkdtemp(join(tmpdir(), "mlops-bench-"));
try {
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  await using store = await sqlite.open({ home, durability: "process" }, { clock, offline: true, entropy, warn });
  const journal = openJournal({ store, clock, process: currentProcess("bench") });
  await benchSteps(journal);
  await fillWithRuns(journal, journalCollections(store));
  await benchLists(journal);
} finally {
  await rm(home, { recursive: true, force: true });
}
