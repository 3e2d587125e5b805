/**
 * The store's speed on this machine: `node bench/store.ts [documents]`.
 *
 * Each figure stands beside a raw node:sqlite loop that stores and reads the same JSON texts without checksums, field
 * semantics or an asynchronous contract; the ratio says what these cost. Bars are those of the quality bar.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { systemContext } from "../packages/conformance/src/context/system-context.ts";
import type { Collection, StoredDocument } from "../packages/core/src/index.ts";
import sqlite from "../packages/store/src/drivers/sqlite.ts";

interface Run extends StoredDocument {
  readonly kind: string;
  readonly status: string;
  readonly startedAt: number;
  readonly metrics: { readonly mae: number; readonly r2: number };
  readonly labels: { readonly station: string };
  readonly input: string;
}

const total = Number(process.argv[2] ?? 100_000);
const singles = 5_000;
const ROUNDS = 7;
const folder = mkdtempSync(join(tmpdir(), "mlops-bench-"));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  await using store = await sqlite.open(sqlite.options.parse({ home: join(folder, "home") }), systemContext());
  const runs = store.collection<Run>({
    name: "runs",
    instants: ["startedAt"],
    indexes: [{ fields: ["startedAt"] }, { fields: ["status", "startedAt"] }, { fields: ["kind", "startedAt"] }],
  });
  using peer = openPeer();
  await reportWrites(runs, peer);
  await reportReads(runs, peer);
}

async function reportWrites(runs: Collection<Run>, peer: Peer): Promise<void> {
  const ids = Array.from({ length: singles }, (_, n) => n);
  const ours = await seconds(async () => {
    for (const n of ids) await runs.insertOnce(run(n));
  });
  const theirs = await seconds(async () => {
    for (const n of ids) peer.insert(run(n));
  });
  report("insertOnce, one by one", singles / ours, "documents/s", singles / theirs);
  const again = await seconds(async () => {
    for (const n of ids) await runs.insertOnce(run(n));
  });
  report("insertOnce of a taken id", singles / again, "documents/s");
  const rest = total - singles;
  const bulk = await seconds(async () => {
    for (let from = singles; from < total; from += 1000) {
      await runs.insertManyOnce(Array.from({ length: Math.min(1000, total - from) }, (_, n) => run(from + n)));
    }
  });
  const peerBulk = await seconds(async () => {
    for (let from = singles; from < total; from += 1000) {
      peer.insertAll(Array.from({ length: Math.min(1000, total - from) }, (_, n) => run(from + n)));
    }
  });
  report("insertManyOnce, 1,000 at a time", rest / bulk, "documents/s", rest / peerBulk);
}

async function reportReads(runs: Collection<Run>, peer: Peer): Promise<void> {
  const ids = Array.from({ length: singles }, (_, n) => run((n * 7919) % total)._id);
  const ours = await seconds(async () => {
    for (const id of ids) await runs.get(id);
  });
  const theirs = await seconds(async () => {
    for (const id of ids) peer.get(id);
  });
  report("get by id", singles / ours, "documents/s", singles / theirs);

  const newest = [{ field: "startedAt", order: "desc" }] as const;
  const from = run(Math.floor(total / 2)).startedAt;
  await list("newest 50 of all", () => runs.find({ sort: newest, limit: 50 }));
  await list("newest 50 that failed", () =>
    runs.find({ filter: { where: { status: "failed" } }, sort: newest, limit: 50 }),
  );
  await list("newest 50 of a kind and a station", () =>
    runs.find({ filter: { where: { kind: "realtime", "labels.station": "109" } }, sort: newest, limit: 50 }),
  );
  await list("1,000 from an instant on", () =>
    runs.find({
      filter: { where: { startedAt: { gte: from } } },
      sort: [{ field: "startedAt", order: "asc" }],
      limit: 1000,
    }),
  );
  await list("count of the failed", () => runs.count({ where: { status: "failed" } }));
  await list("count of all", () => runs.count());
  await list("count by a field without index", () => runs.count({ where: { "metrics.mae": { lt: 1 } } }));
  await list("newest 50 of a rare station", () =>
    runs.find({ filter: { where: { "labels.station": "rare" } }, sort: newest, limit: 50 }),
  );
}

async function list(name: string, work: () => Promise<unknown>): Promise<void> {
  await work();
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) times.push(await seconds(work));
  const { user, system } = process.cpuUsage(before);
  const median = (times.toSorted((a, b) => a - b)[3] ?? 0) * 1000;
  const processor = (user + system) / 1000 / ROUNDS;
  const verdict = median <= 100 ? "within" : "ABOVE";
  print(
    `${name} (${total} runs)`,
    `${median.toFixed(2)} ms`,
    `${verdict} the bar of 100 ms, ratio ${(median / 100).toFixed(3)}; ${processor.toFixed(2)} ms of processor time`,
  );
}

interface Peer extends Disposable {
  insert(run: Run): void;
  insertAll(runs: readonly Run[]): void;
  get(id: string): unknown;
}

/** The same table and indexes in plain SQL. */
function openPeer(): Peer {
  const database = new DatabaseSync(join(folder, "peer.db"));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE runs (id TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE INDEX a ON runs (json_extract(body, '$.startedAt'));
    CREATE INDEX b ON runs (json_extract(body, '$.status'), json_extract(body, '$.startedAt'));
    CREATE INDEX c ON runs (json_extract(body, '$.kind'), json_extract(body, '$.startedAt'));`);
  const insert = database.prepare("INSERT INTO runs (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const get = database.prepare("SELECT body FROM runs WHERE id = ?");
  return {
    insert: (each) => void insert.run(each._id, JSON.stringify(each)),
    insertAll(all) {
      database.exec("BEGIN IMMEDIATE");
      for (const each of all) insert.run(each._id, JSON.stringify(each));
      database.exec("COMMIT");
    },
    get: (id) => JSON.parse(String(get.get(id)?.["body"])) as unknown,
    [Symbol.dispose]: () => database.close(),
  };
}

function run(n: number): Run {
  return {
    _id: `run:r2013${String(n).padStart(10, "0")}`,
    kind: n % 4 === 0 ? "train" : "realtime",
    status: n % 50 === 0 ? "failed" : "succeeded",
    startedAt: 1_381_000_000_000 + n * 3_600,
    metrics: { mae: ((n * 37) % 1000) / 100, r2: 0.7 },
    labels: { station: n === 17 ? "rare" : String(100 + (n % 20)) },
    input: "x".repeat(200),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function report(name: string, rate: number, unit: string, peerRate?: number): void {
  const comparison =
    peerRate === undefined ? "" : `raw node:sqlite ${Math.round(peerRate)}, ratio ${(rate / peerRate).toFixed(2)}`;
  print(name, `${Math.round(rate)} ${unit}`, comparison);
}

function print(name: string, figure: string, comparison: string): void {
  process.stdout.write(`${name.padEnd(52)} ${figure.padStart(22)}   ${comparison}\n`);
}
