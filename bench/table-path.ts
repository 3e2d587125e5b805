/**
 * From a CSV file of a million rows to judged parts: load, split with its manifest, leak checks, metrics with intervals.
 * Processor seconds and peak memory of each step, beside pandas and scikit-learn on the same file where MLOPS_PYTHON_TABLE
 * names an interpreter that has both (tools/python/bench/table-path.txt). Usage: node bench/table-path.ts [rows]
 */
import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { randomKey, randomStream } from "../packages/core/src/index.ts";
import { scoreClassification, splitManifest } from "../packages/evaluation/src/index.ts";
import { leakFindings } from "../packages/pipelines/src/tabular/leak-checks.ts";
import { loadRows } from "../packages/pipelines/src/tabular/load-rows.ts";
import { contentDigest } from "../packages/pipelines/src/tabular/content-digest.ts";
import { fractionsOf, partOf, splitTable } from "../packages/pipelines/src/tabular/table-work.ts";
import { loanPlan } from "../packages/pipelines/src/testing/loan-plan.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const numbers = Array.from({ length: 12 }, (_, at) => `n${at}`);
const categories = Array.from({ length: 6 }, (_, at) => `c${at}`);

function* lines(): Generator<string> {
  const random = randomStream(randomKey("bench/table-path"));
  yield `${[...numbers, ...categories, "bad"].join(",")}\n`;
  for (let row = 0; row < rows; row += 1) {
    const values = numbers.map(() => random.normal().toFixed(4));
    const texts = categories.map((_, at) => `v${random.integer(3 + at * 4)}`);
    const bad = random.uniform() < 1 / (1 + Math.exp(1.2 - Number(values[0]) - Number(values[1]))) ? "Y" : "N";
    yield `${[...values, ...texts, bad].join(",")}\n`;
  }
}

async function timed<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  seconds[name] = (user + system) / 1e6;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const wall = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(
    `${name.padEnd(10)} ${seconds[name].toFixed(2).padStart(6)} s cpu  ${wall.padStart(6)} s  peak ${memory} MiB\n`,
  );
  return result;
}

const seconds: Record<string, number> = {};
const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
try {
  const path = join(folder, "rows.csv");
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const plan = { ...loanPlan, source: { kind: "file" as const, path } };
  const loaded = await timed("load", () => loadRows(plan.source));
  const work = await timed("split", () => splitTable(loaded, plan, 42));
  await timed("manifest", () =>
    splitManifest(work.split, work.rowKeys, { fractions: fractionsOf(plan), seed: 42 }, contentDigest),
  );
  await timed("leaks", () => leakFindings(work, plan));
  await timed("metrics", () => {
    const test = partOf(work, "test");
    if (test?.target.kind !== "classes") throw new Error("the target is one of classes");
    const scores = Float64Array.from(
      test.table.columnOf("n0", "float64").values,
      (value) => 1 / (1 + Math.exp(1.2 - value)),
    );
    const judged = {
      classes: test.target.classes,
      truth: test.target.codes,
      probabilities: [scores.map((value) => 1 - value), scores],
    };
    return scoreClassification(judged, ["accuracy", "f1", "roc_auc", "pr_auc", "log_loss", "mcc"]);
  });
  const python = process.env["MLOPS_PYTHON_TABLE"];
  if (python === undefined) process.stdout.write("MLOPS_PYTHON_TABLE is not set: no peer is run\n");
  else {
    const script = fileURLToPath(new URL("./table_path.py", import.meta.url));
    const { stdout } = await promisify(execFile)(python, [script, path]);
    for (const [name, peer] of Object.entries(JSON.parse(stdout) as Record<string, number>)) {
      const own = seconds[name] ?? Number.NaN;
      process.stdout.write(
        `${name.padEnd(10)} peer ${peer.toFixed(2)} s cpu, ours ${own.toFixed(2)} s: ${(peer / own).toFixed(2)} ×\n`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
