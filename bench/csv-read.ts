/**
 * Rows per second of reading a CSV file of a million rows and ten columns into one table, with given types and with
 * inferred ones, and of reading it by chunk. Usage: node bench/csv-read.ts [rows]
 */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { openTableFile, type ReadOptions } from "../packages/adapters/src/index.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const types = {
  station: "string",
  time: "instant",
  temperature: "float64",
  count: "int32",
  group: "int32",
  fine: "float64",
  absent: "string",
  label: "string",
  weekday: "int32",
  third: "float64",
} as const;

function* lines(): Generator<string> {
  yield `${Object.keys(types).join(",")}\n`;
  for (let row = 0; row < rows; row += 1) {
    const time = new Date(1_356_998_400_000 + row * 60_000).toISOString();
    const numbers = `${(row * 0.37).toFixed(2)},${row},${row % 100},${row * 0.001},NA`;
    yield `S${row % 50},${time},${numbers},x${row % 1000},${row % 7},${row / 3}\n`;
  }
}

async function measure(name: string, path: string, options: ReadOptions, byChunk: boolean): Promise<void> {
  const start = performance.now();
  await using file = await openTableFile(path, options);
  let count = 0;
  if (byChunk) for await (const table of file.batches()) count += table.rowCount;
  else count = (await file.read()).table.rowCount;
  const seconds = (performance.now() - start) / 1000;
  const expected = options.where === undefined ? rows : Math.ceil((rows - 7) / 50);
  if (count !== expected) throw new Error(`${count} rows were read, ${expected} expected.`);
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  const speed = Math.round(rows / seconds).toLocaleString("en");
  process.stdout.write(`${name.padEnd(24)} ${seconds.toFixed(2)} s  ${speed} rows/s  rss ${memory} MiB\n`);
}

const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
try {
  const path = join(folder, "rows.csv");
  await pipeline(Readable.from(lines()), createWriteStream(path));
  await measure("by chunk, given types", path, { types }, true);
  await measure("whole, given types", path, { types }, false);
  await measure("whole, inferred types", path, {}, false);
  await measure("one station of fifty", path, { types, where: { station: ["S7"] } }, false);
} finally {
  await rm(folder, { recursive: true, force: true });
}
