/**
 * Lists of many runs: `node bench/runs.ts [runs] [metrics]`, by default 100,000 runs with 50 metrics each on sqlite.
 *
 * Bar: each question in 100 ms. The first question about a metric makes its index; that time is shown apart. Beside each
 * figure stands the same question to the same file by plain SQL without an index over the metrics.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { systemContext } from "../packages/conformance/src/context/system-context.ts";
import { currentProcess, openJournal, type RunQuery } from "../packages/store/src/index.ts";
import sqlite from "../packages/store/src/drivers/sqlite.ts";
import { journalCollections, type RunDocument } from "../packages/store/src/journal/journal-documents.ts";

const runs = Number(process.argv[2] ?? 100_000);
const metrics = Number(process.argv[3] ?? 50);
const ROUNDS = 9;
const BATCH = 1_000;
const epoch = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), "mlops-bench-runs-"));
const home = join(folder, "home");

interface Question {
  readonly name: string;
  readonly query: RunQuery;
  readonly sql: string;
}

const json = (path: string): string => `json_extract(body, '$.${path}')`;
const roc = json("metrics.roc_auc");
const questions: readonly Question[] = [
  { name: "newest 20", query: {}, sql: `1 ORDER BY ${json("startedAt")} DESC LIMIT 20` },
  {
    name: "failed, of one kind",
    query: { kind: "train", status: "failed" },
    sql: `${json("kind")} = 'train' AND ${json("state")} = 'failed' ORDER BY ${json("startedAt")} DESC LIMIT 20`,
  },
  ...[0.5, 0.9, 0.99, 0.999, 0.99999].map((bound) => ({
    name: `roc_auc >= ${bound}`,
    query: { metrics: [{ metric: "roc_auc", relation: "gte", value: bound }] } satisfies RunQuery,
    sql: `${roc} >= ${bound} ORDER BY ${json("startedAt")} DESC LIMIT 20`,
  })),
  {
    name: "best 20 by roc_auc",
    query: { sort: { metric: "roc_auc", order: "desc" } },
    sql: `1 ORDER BY ${roc} DESC LIMIT 20`,
  },
  {
    name: "best 20 by roc_auc, m7 < 0.01",
    query: { sort: { metric: "roc_auc", order: "desc" }, metrics: [{ metric: "m7", relation: "lt", value: 0.01 }] },
    sql: `${json("metrics.m7")} < 0.01 ORDER BY ${roc} DESC LIMIT 20`,
  },
  {
    name: "station, roc_auc and m7",
    query: {
      labels: { station: "S17" },
      metrics: [
        { metric: "roc_auc", relation: "gt", value: 0.5 },
        { metric: "m7", relation: "lt", value: 0.5 },
      ],
    },
    sql: `${json("labels.station")} = 'S17' AND ${roc} > 0.5 AND ${json("metrics.m7")} < 0.5 ORDER BY ${json("startedAt")} DESC LIMIT 20`,
  },
  {
    name: "10 days, roc_auc >= 0.99",
    query: {
      since: epoch,
      until: epoch + 10 * 86_400_000,
      metrics: [{ metric: "roc_auc", relation: "gte", value: 0.99 }],
    },
    sql: `${json("startedAt")} < ${epoch + 10 * 86_400_000} AND ${roc} >= 0.99 ORDER BY ${json("startedAt")} DESC LIMIT 20`,
  },
  {
    name: "only the 2,000 oldest have it",
    query: { metrics: [{ metric: "legacy", relation: "gt", value: 0 }] },
    sql: `${json("metrics.legacy")} > 0 ORDER BY ${json("startedAt")} DESC LIMIT 20`,
  },
];

try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const context = systemContext();
  await using store = await sqlite.open(sqlite.options.parse({ home, durability: "process" }), context);
  const { runs: collection } = journalCollections(store);
  const begun = performance.now();
  for (let from = 0; from < runs; from += BATCH) {
    await collection.insertManyOnce(Array.from({ length: Math.min(BATCH, runs - from) }, (_, n) => run(from + n)));
  }
  const megabytes = statSync(join(home, "store.db")).size / 1e6;
  print(
    `${runs} runs × ${metrics} metrics, ${megabytes.toFixed(0)} MB, stored in ${seconds(performance.now() - begun)}`,
  );
  const journal = openJournal({ store, clock: context.clock, process: currentProcess("bench") });
  using plain = new DatabaseSync(join(home, "store.db"), { readOnly: true });
  print(
    `${"question".padEnd(32)} ${"runs".padStart(5)} ${"first".padStart(9)} ${"median".padStart(9)} ${"worst".padStart(9)} ${"plain SQL".padStart(10)}`,
  );
  for (const { name, query, sql } of questions) {
    const started = performance.now();
    const { length } = await journal.list(query);
    const first = performance.now() - started;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const from = performance.now();
      await journal.list(query);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    const from = performance.now();
    const peer = plain.prepare(`SELECT body FROM c_runs WHERE ${sql}`).all();
    const scan = performance.now() - from;
    if (peer.length !== length) throw new Error(`${name}: ${length} runs, plain SQL finds ${peer.length}`);
    const figures = [first, times[ROUNDS >> 1] ?? 0, times.at(-1) ?? 0].map((time) => milliseconds(time).padStart(9));
    print(`${name.padEnd(32)} ${String(length).padStart(5)} ${figures.join(" ")} ${milliseconds(scan).padStart(10)}`);
  }
}

function run(n: number): RunDocument {
  const startedAt = epoch + n * 60_000;
  const id = String(n).padStart(8, "0");
  const failed = n % 50 === 48;
  const names = ["roc_auc", ...Array.from({ length: metrics - 1 }, (_, m) => `m${m}`)];
  const values = Object.fromEntries(names.map((name, m) => [name, uniform(n, m)]));
  return {
    _id: `run:${id}`,
    runId: `r${id}`,
    key: id,
    kind: n % 4 === 0 ? "train" : "realtime",
    workflow: "weekly",
    workflowVersion: 1,
    input: '{"recipe":"weekly"}',
    inputDigest: "0".repeat(64),
    child: false,
    at: startedAt,
    startedAt,
    recordedAt: startedAt,
    startedBy: { host: "bench", pid: 1, token: "t", purpose: "bench" },
    seed: n,
    labels: { recipe: "weekly", station: `S${n % 1_000}` },
    state: failed ? "failed" : "succeeded",
    epoch: 1,
    finishedAt: startedAt + 1_000,
    metrics: n < 2_000 ? { ...values, legacy: 1 } : values,
  };
}

/** Even over 0 to 1 and without order: a bijection of 32-bit numbers. */
function uniform(n: number, m: number): number {
  let bits = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(m + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(1)} s`;
}

function milliseconds(time: number): string {
  return `${time.toFixed(1)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
