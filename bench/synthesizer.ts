/**
 * Fitting a Gaussian copula to a table of twenty columns and drawing as many rows again, at several sizes, beside SDV's
 * GaussianCopulaSynthesizer on the same file in the same run; then rows per second to Parquet and CSV, and the largest memory.
 * The quality of both is judged by SDMetrics on the first size, and on the files that are named.
 *
 * Usage: node bench/synthesizer.ts [sizes, default 10000,100000,1000000] [csv files to compare the quality on …]
 * MLOPS_PYTHON_SDV names the interpreter of an environment made from tools/python/bench/sdv.txt; without it SDV is left out.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { readTable, writeTable } from "../packages/adapters/src/index.ts";
import { randomKey, randomStream } from "../packages/core/src/index.ts";
import { drawRows, fitCopula, judgeQuality, openCopula } from "../packages/data-generation/src/index.ts";
import { makeColumn, Table, validityOf } from "../packages/table/src/index.ts";

const GOAL_RATIO = 20;
const GOAL_SECONDS = 5;
const python = process.env["MLOPS_PYTHON_SDV"];
const script = fileURLToPath(new URL("../tools/python/bench/sdv_copula.py", import.meta.url));
const sizes = (process.argv[2] ?? "10000,100000,1000000").split(",").map(Number);
const folder = await mkdtemp(join(tmpdir(), "mlops-synthesizer-"));

interface Measured {
  readonly fit: number;
  readonly sample: number;
}

/** Twelve numbers of several families that correlate, four counts, four categories; one number in ten is missing in two columns. */
function benchTable(rows: number): Table {
  const stream = randomStream(randomKey("bench"));
  const shared = Float64Array.from({ length: rows }, () => stream.normal());
  const mixed = (weight: number): Float64Array =>
    shared.map((z) => weight * z + Math.sqrt(1 - weight * weight) * stream.normal());
  const shapes: readonly ((z: number) => number)[] = [
    (z) => 50 + 10 * z,
    (z) => Math.exp(8 + 0.7 * z),
    (z) => Math.round(1000 * Math.exp(z)) / 100,
    (z) => (z > 0 ? z * 1000 : 0),
  ];
  const absent = Uint8Array.from({ length: rows }, () => (stream.uniform() < 0.1 ? 1 : 0));
  const numbers = Array.from({ length: 12 }, (_, index) => {
    const shape = shapes[index % 4] ?? ((z: number) => z);
    const validity = index > 9 ? validityOf(rows, (row) => absent[row] === 0) : null;
    return [`number${index}`, makeColumn("float64", mixed(0.08 * index).map(shape), validity)] as const;
  });
  const counts = Array.from({ length: 4 }, (_, index) => {
    const values = Int32Array.from(mixed(0.5), (z) => Math.round(20 * (index + 1) + 5 * z));
    return [`count${index}`, makeColumn("int32", values, null)] as const;
  });
  const categories = Array.from({ length: 4 }, (_, index) => {
    const levels = Array.from({ length: 3 + 5 * index }, (_level, code) => `level ${code}`);
    const codes = Int32Array.from(mixed(0.4), (z) =>
      Math.min(levels.length - 1, Math.floor(levels.length / (1 + Math.exp(-z)))),
    );
    return [`category${index}`, makeColumn("string", codes, null, levels)] as const;
  });
  return Table.fromColumns([...numbers, ...counts, ...categories]);
}

async function measureOurs(table: Table): Promise<Measured> {
  const start = performance.now();
  const { model } = fitCopula(table, { data: "bench" });
  const fitted = performance.now();
  let drawn = 0;
  for await (const chunk of drawRows(openCopula(model), { rows: table.rowCount, seed: 1 })) drawn += chunk.rowCount;
  const end = performance.now();
  if (drawn !== table.rowCount) throw new Error(`${drawn} rows were drawn, not ${table.rowCount}.`);
  return { fit: (fitted - start) / 1000, sample: (end - fitted) / 1000 };
}

/** Fits and draws in Python; answers its seconds, and leaves the rows in a file where one is named. */
function measureSdv(csv: string, rows: number, output?: string): Measured | undefined {
  if (python === undefined) return undefined;
  const args = [script, csv, String(rows), ...(output === undefined ? [] : [output])];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Measured;
}

function print(...cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 ? cell.padEnd(26) : cell.padStart(15))).join("")}\n`);
}

function seconds(value: number | undefined): string {
  return value === undefined ? "–" : `${value.toFixed(2)} s`;
}

function ratio(theirs: number | undefined, ours: number): string {
  return theirs === undefined ? "–" : `${(theirs / ours).toFixed(0)} ×`;
}

async function compareQuality(path: string): Promise<void> {
  const { table } = await readTable(path);
  const [ourPath, theirPath] = [join(folder, "ours.csv"), join(folder, "theirs.csv")];
  await writeTable(
    ourPath,
    drawRows(openCopula(fitCopula(table, { data: path }).model), { rows: table.rowCount, seed: 1 }),
  );
  const judged = (other: Table): string => {
    const { quality } = judgeQuality(table, other, randomKey(1)).report;
    return [quality.overall, quality.shapes, quality.pairs].map((score) => score?.toFixed(4) ?? "–").join(" / ");
  };
  print(basename(path), "", judged((await readTable(ourPath)).table));
  if (measureSdv(path, table.rowCount, theirPath) === undefined) return;
  print("  SDV", "", judged((await readTable(theirPath)).table));
}

try {
  if (python === undefined)
    process.stdout.write("MLOPS_PYTHON_SDV is not set: SDV is left out (see tools/python/bench/sdv.txt).\n");
  print("rows × 20", "fit", "SDV fit", "ratio", "draw", "SDV draw", "ratio");
  for (const rows of sizes) {
    const table = benchTable(rows);
    const csv = join(folder, `${rows}.csv`);
    if (python !== undefined) await writeTable(csv, table);
    const ours = await measureOurs(table);
    const theirs = measureSdv(csv, rows);
    print(
      String(rows),
      seconds(ours.fit),
      seconds(theirs?.fit),
      ratio(theirs?.fit, ours.fit),
      seconds(ours.sample),
      seconds(theirs?.sample),
      ratio(theirs?.sample, ours.sample),
    );
  }
  const largest = Math.max(...sizes);
  process.stdout.write(`goals: ${GOAL_RATIO} × SDV; at a million rows fit and draw in ${GOAL_SECONDS} s each, 1 GB\n`);
  const { model } = fitCopula(benchTable(largest), { data: "bench" });
  for (const ending of ["parquet", "csv"]) {
    const start = performance.now();
    await writeTable(join(folder, `out.${ending}`), drawRows(openCopula(model), { rows: largest, seed: 1 }));
    const taken = (performance.now() - start) / 1000;
    print(`drawn to ${ending}`, seconds(taken), `${Math.round(largest / taken)} rows/s`);
  }
  process.stdout.write(`largest memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB\n`);
  if (process.argv.length > 3) print("quality", "", "overall / shapes / pairs");
  for (const path of process.argv.slice(3)) await compareQuality(path);
} finally {
  await rm(folder, { recursive: true, force: true });
}
