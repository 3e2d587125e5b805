/**
 * Judging a million rows of seven columns by ten checks, from reading the file to the answer, beside pandera on pandas
 * (which reads the file too), on CSV and on Parquet. Each runs in a process of its own, in turns; CPU time is the fairer
 * figure on a busy machine. The numbers of failed rows are compared. Then 404 checks of 99 columns.
 *
 * Needs MLOPS_PYTHON_PANDERA: an interpreter with tools/python/bench/pandera.txt. Usage: node bench/validate-data.ts [rows]
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { writeTable } from "../packages/adapters/src/index.ts";
import { randomKey, randomStream } from "../packages/core/src/index.ts";
import { Table } from "../packages/table/src/index.ts";

const bin = fileURLToPath(new URL("../packages/cli/bin/mlops.js", import.meta.url));
const peer = fileURLToPath(new URL("../tools/python/bench_pandera.py", import.meta.url));
const python = process.env["MLOPS_PYTHON_PANDERA"];
const rows = Number(process.argv[2] ?? 1_000_000);
const wideRows = Math.min(rows, 20_000);

const suite = `
columns:
  id: { type: integer, unique: true }
  amount: { type: number, between: { min: 0, max: 990 } }
  count: { type: integer, between: { min: 0 } }
  status: { in: [open, closed, late] }
  code: { pattern: '^[A-Z]{2}\\d{4}$', length: 6 }
  limit: { type: number }
rules: [{ name: limit over count, expression: limit >= count }]
`;

const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
try {
  await writeFile(join(folder, "suite.yaml"), suite);
  for (const format of ["csv", "parquet"]) await writeTable(join(folder, `rows.${format}`), batches());
  for (const format of ["csv", "parquet"]) compare(format);
  printWide();
} finally {
  await rm(folder, { recursive: true, force: true });
}

function* batches(): Generator<Table> {
  const size = 50_000;
  for (let start = 0; start < rows; start += size) {
    const stream = randomStream(randomKey(`rows ${start}`));
    yield Table.fromRows(
      [
        { name: "id", type: "int32" },
        { name: "amount", type: "float64" },
        { name: "count", type: "int32" },
        { name: "status", type: "string" },
        { name: "code", type: "string" },
        { name: "limit", type: "float64" },
        { name: "at", type: "instant" },
      ],
      Array.from({ length: Math.min(size, rows - start) }, (_, row) => ({
        id: start + row - (stream.integer(10_000) === 0 ? 1 : 0),
        amount: stream.integer(20) === 0 ? null : stream.uniform() * 1000,
        count: stream.integer(1000),
        status: ["open", "closed", "late", "lost"][stream.integer(1000) === 0 ? 3 : stream.integer(3)] ?? "",
        code: `AB${String(stream.integer(10_000)).padStart(stream.integer(500) === 0 ? 5 : 4, "0")}`,
        limit: 990 + stream.integer(1000),
        at: 1_700_000_000_000 + (start + row) * 1000,
      })),
    );
  }
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Rows by check. */
  readonly failed: Readonly<Record<string, number>>;
}

function compare(format: string): void {
  const file = join(folder, `rows.${format}`);
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    ours.push(measureOurs(file, join(folder, "suite.yaml")));
    if (python !== undefined) theirs.push(measurePandera(python, file));
  }
  print(`${format}  mlops`, ours);
  if (theirs.length === 0) {
    process.stdout.write("MLOPS_PYTHON_PANDERA is not set: nothing to compare with.\n");
    return;
  }
  print(`${format}  pandera`, theirs);
  const ratio = (pick: (each: Measured) => number): string => (least(theirs, pick) / least(ours, pick)).toFixed(1);
  process.stdout.write(
    `${format}  pandera / mlops: ${ratio((m) => m.seconds)} × wall, ${ratio((m) => m.cpuSeconds)} × CPU\n`,
  );
}

function least(runs: readonly Measured[], pick: (each: Measured) => number): number {
  return Math.min(...runs.map(pick));
}

function print(name: string, runs: readonly Measured[]): void {
  const [seconds, cpu] = [least(runs, (m) => m.seconds), least(runs, (m) => m.cpuSeconds)];
  const failed = Object.entries(runs[0]?.failed ?? {}).map(([check, count]) => `${check} ${count}`);
  process.stdout.write(
    `${name.padEnd(16)} ${seconds.toFixed(2)} s wall, ${cpu.toFixed(2)} s CPU; failed: ${failed.join(", ")}\n`,
  );
}

function measureOurs(file: string, expectations: string): Measured {
  const run = timed(process.execPath, [bin, "validate-data", "--data", file, "--expectations", expectations, "--json"]);
  const { checks } = JSON.parse(run.stdout) as {
    readonly checks: readonly { readonly id: string; readonly failed: number | null }[];
  };
  const failed = checks.flatMap(({ id, failed: count }) =>
    count === null || count === 0 ? [] : [[id, count] as const],
  );
  return { ...run, failed: Object.fromEntries(failed) };
}

function measurePandera(interpreter: string, file: string): Measured {
  const run = timed(interpreter, [peer, file]);
  return { ...run, failed: JSON.parse(run.stdout) as Record<string, number> };
}

/** One whole process, start-up included. */
function timed(program: string, args: readonly string[]) {
  const start = performance.now();
  const { stdout, stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time "$@"`, "bash", program, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  if (stdout === "") throw new Error(stderr);
  const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { seconds, cpuSeconds: user + system, stdout };
}

function printWide(): void {
  const run = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: "utf8", cwd: folder });
    if (status !== 0) throw new Error(stderr);
  };
  run(
    "generate",
    "--synthesizer",
    "corporate-loan",
    "--num-rows",
    String(wideRows),
    "--output-dir",
    folder,
    "--filename",
    "wide.csv",
    "--no-store",
  );
  run("validate-data", "--data", "wide.csv", "--suggest", "--expectations", "wide.yaml");
  const { seconds, cpuSeconds } = measureOurs(join(folder, "wide.csv"), join(folder, "wide.yaml"));
  process.stdout.write(
    `${wideRows} × 99, its proposed suite: ${seconds.toFixed(2)} s wall, ${cpuSeconds.toFixed(2)} s CPU\n`,
  );
}
