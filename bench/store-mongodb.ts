/**
 * Both store drivers side by side: `MONGODB_URI=… node bench/store-mongodb.ts [documents]`.
 *
 * The same calls of the same contract; a column "raw" gives what the official MongoDB driver alone reaches with the same
 * server, write concern and JSON, without checksums, revisions and verified order. The server says its name first:
 * FerretDB's figures are about FerretDB.
 */
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemContext } from "../packages/conformance/src/context/system-context.ts";
import type { Store, StoredDocument } from "../packages/core/src/index.ts";
import mongodb from "../packages/store/src/drivers/mongodb.ts";
import sqlite from "../packages/store/src/drivers/sqlite.ts";

interface Run extends StoredDocument {
  readonly status: string;
  readonly startedAt: number;
  readonly metrics: { readonly mae: number; readonly r2: number };
  readonly text: string;
}

/** What is needed of the official driver, which is a dependency of the store's package only. */
interface RawClient {
  db(name: string): {
    collection(name: string): {
      insertOne(document: object): Promise<unknown>;
      insertMany(documents: readonly object[], options: object): Promise<unknown>;
      find(filter: object, options: object): { toArray(): Promise<unknown[]> };
      findOneAndUpdate(filter: object, update: object): Promise<unknown>;
      createIndex(keys: object): Promise<unknown>;
    };
    dropDatabase(): Promise<unknown>;
  };
  close(): Promise<void>;
}

const uri = process.env["MONGODB_URI"];
if (uri === undefined) throw new Error("Set MONGODB_URI; node tools/services/services.ts start mongodb prints one.");
const total = Number(process.argv[2] ?? 2_000);
const singles = Math.min(1_000, total);
const queries = 20;
const blobBytes = 32 << 20;
const start = Date.UTC(2013, 9, 5);
const figures = [
  ["insertOnce, one by one", "/s"],
  ["insertManyOnce, 1,000 at a time", "/s"],
  ["get by id", "/s"],
  ["range of instants, 50 documents", "/s"],
  ["compare-and-set", "/s"],
  ["blob in", "MB/s"],
  ["blob out", "MB/s"],
] as const;

const folder = mkdtempSync(join(tmpdir(), "mlops-bench-"));
const database = `mlops_bench_${process.pid}`;
const load = createRequire(join(import.meta.dirname, "..", "packages", "store", "package.json"));
const { MongoClient } = load("mongodb") as { readonly MongoClient: new (uri: string, options: object) => RawClient };
const raw = new MongoClient(uri, { writeConcern: { w: "majority", journal: true } });
try {
  await using local = await sqlite.open(sqlite.options.parse({ home: join(folder, "home") }), systemContext());
  await using server = await mongodb.open(mongodb.options.parse({ uri, database }), systemContext());
  const { details, version } = await server.describe();
  process.stdout.write(
    `${String(details["product"])} ${version}, ${String(details["topology"])}; ${total} documents\n\n`,
  );
  const [ofSqlite, ofMongo, ofRaw] = [await measure(local), await measure(server), await measureRaw()];
  line("", "sqlite", "mongodb", "raw", "");
  for (const [name, unit] of figures) {
    line(name, ...[ofSqlite, ofMongo, ofRaw].map((each) => each[name]?.toFixed(0) ?? "–"), unit);
  }
} finally {
  await raw.db(database).dropDatabase();
  await raw.close();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(store: Store): Promise<Record<string, number>> {
  const runs = store.collection<Run>({
    name: "runs",
    instants: ["startedAt"],
    indexes: [{ fields: ["startedAt"] }, { fields: ["status", "startedAt"] }],
  });
  const counter = store.collection<StoredDocument & { readonly n: number }>({ name: "counters" });
  await counter.insert({ _id: "c", n: 0 });
  const content = Buffer.alloc(blobBytes, "0123456789abcdef");
  let digest = "";
  return {
    "insertOnce, one by one": await rate(singles, async (n) => runs.insertOnce(run(n))),
    "insertManyOnce, 1,000 at a time": await bulkRate((documents) => runs.insertManyOnce(documents)),
    "get by id": await rate(singles, (n) => runs.get(run((n * 7919) % total)._id)),
    "range of instants, 50 documents": await rate(queries, (n) => {
      const gte = start + ((n * 131) % (total - 50)) * 60_000;
      const filter = { where: { startedAt: { gte, lt: gte + 50 * 60_000 } } };
      return runs.find({ filter, sort: [{ field: "startedAt", order: "asc" }], limit: 50 });
    }),
    "compare-and-set": await rate(200, () => counter.update("c", { increment: { n: 1 } })),
    "blob in": await megabytes(async () => (digest = (await store.blobs.put(content)).digest)),
    "blob out": await megabytes(() => store.blobs.read(digest)),
  };
}

async function measureRaw(): Promise<Record<string, number>> {
  const runs = raw.db(database).collection("raw_runs");
  const counter = raw.db(database).collection("raw_counters");
  await runs.createIndex({ startedAt: 1, _id: 1 });
  await runs.createIndex({ status: 1, startedAt: 1, _id: 1 });
  await counter.insertOne({ _id: "c", n: 0 });
  const stored = (n: number): object => ({ ...run(n), startedAt: new Date(run(n).startedAt) });
  return {
    "insertOnce, one by one": await rate(singles, (n) => runs.insertOne(stored(n))),
    "insertManyOnce, 1,000 at a time": await bulkRate((documents, from) =>
      runs.insertMany(
        documents.map((_, n) => stored(from + n)),
        { ordered: false },
      ),
    ),
    "get by id": await rate(singles, (n) => runs.find({ _id: run((n * 7919) % total)._id }, {}).toArray()),
    "range of instants, 50 documents": await rate(queries, (n) => {
      const from = start + ((n * 131) % (total - 50)) * 60_000;
      const filter = { startedAt: { $gte: new Date(from), $lt: new Date(from + 50 * 60_000) } };
      return runs.find(filter, { sort: { startedAt: 1, _id: 1 }, limit: 50 }).toArray();
    }),
    "compare-and-set": await rate(200, (n) => counter.findOneAndUpdate({ _id: "c", n }, { $set: { n: n + 1 } })),
  };
}

function run(n: number): Run {
  return {
    _id: `run:${String(n).padStart(7, "0")}`,
    status: n % 10 === 0 ? "failed" : "succeeded",
    startedAt: start + n * 60_000,
    metrics: { mae: (n % 97) / 7, r2: (n % 89) / 89 },
    text: `text of run ${n} `.repeat(12),
  };
}

async function bulkRate(insert: (documents: readonly Run[], from: number) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  for (let from = singles; from < total; from += 1000) {
    await insert(
      Array.from({ length: Math.min(1000, total - from) }, (_, n) => run(from + n)),
      from,
    );
  }
  return (total - singles) / seconds(begin);
}

async function rate(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  process.stderr.write(".");
  const begin = performance.now();
  for (let n = 0; n < count; n += 1) await work(n);
  return count / seconds(begin);
}

async function megabytes(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return blobBytes / 1e6 / seconds(begin);
}

function seconds(begin: number): number {
  return (performance.now() - begin) / 1000;
}

function line(name: string, ...columns: readonly string[]): void {
  process.stdout.write(`${name.padEnd(34)}${columns.map((column) => column.padStart(10)).join("")}\n`);
}
