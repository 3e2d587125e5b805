// Boosted trees and forests beside scikit-learn, XGBoost, LightGBM and CatBoost: processor time of the fit, wall time,
// largest memory, rows predicted per second, and ROC-AUC on other rows. Every measurement is a process of its own, ours and
// the peers' in turn, and the median of the rounds counts, so that other work on the machine meets all alike.
//   node bench/trees.ts [--rows 100000] [--rounds 3] [--threads 1,2] [--categorical] [--only mlops,lightgbm] [--forest]
// Peers are measured where MLOPS_PYTHON_BOOSTING names an interpreter that has tools/python/bench/boosting.txt.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { type Feature, randomKey, randomStream } from "../packages/core/src/index.ts";
import { exportEstimator, findEstimator, fitEstimator, openModel } from "../packages/models/src/index.ts";

const COLUMNS = 30;
const CATEGORICAL = 10;
const TEST_ROWS = 100_000;
const python = process.env["MLOPS_PYTHON_BOOSTING"];

interface Measured {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly memoryMegabytes: number;
  readonly rowsPerSecond: number;
  readonly auc: number;
  readonly version: string;
}

interface Task {
  readonly folder: string;
  readonly rows: number;
  readonly threads: number;
  readonly categorical: boolean;
  readonly forest: boolean;
}

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    rounds: { type: "string", default: "3" },
    threads: { type: "string", default: "1,2" },
    categorical: { type: "boolean", default: false },
    forest: { type: "boolean", default: false },
    only: { type: "string" },
    task: { type: "string" },
  },
});

if (flags.task === undefined) compare();
else process.stdout.write(JSON.stringify(await measureOwn(JSON.parse(flags.task) as Task)));

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), "mlops-bench-trees-"));
  try {
    const rows = Number(flags.rows);
    makeData(folder, "train", rows);
    makeData(folder, "test", TEST_ROWS);
    const peers = flags.forest
      ? ["sklearn-forest"]
      : ["sklearn", "lightgbm", "lightgbm-quantised", "xgboost", "catboost"];
    const names = ["mlops", ...(python === undefined ? [] : peers)].filter(
      (name) => flags.only === undefined || flags.only.split(",").includes(name),
    );
    if (python === undefined) process.stdout.write("peers: not measured, MLOPS_PYTHON_BOOSTING is not set\n");
    const { categorical, forest } = flags;
    process.stdout.write(
      `${rows} rows × ${COLUMNS} columns${categorical ? `, ${CATEGORICAL} of them categorical` : ""}; 100 trees\n` +
        `${"".padEnd(28)}threads  cpu s  × ours   wall s     MB   rows/s      auc\n`,
    );
    for (const threads of flags.threads.split(",").map(Number)) {
      const task: Task = { folder, rows, threads, categorical, forest };
      const rounds = Array.from({ length: Number(flags.rounds) }, () => names.map((name) => measure(name, task)));
      const medians = names.map((_, at) =>
        medianOf(rounds.map((round) => round[at]).filter((each) => each !== undefined)),
      );
      const ours = medians[names.indexOf("mlops")]?.cpuSeconds ?? NaN;
      names.forEach((name, at) => {
        const each = medians[at];
        if (each) process.stdout.write(lineOf(`${name} ${each.version}`, threads, each, ours));
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lineOf(name: string, threads: number, each: Measured, ours: number): string {
  const { cpuSeconds, wallSeconds, memoryMegabytes, rowsPerSecond, auc } = each;
  const cells = [
    String(threads).padStart(7),
    cpuSeconds.toFixed(2).padStart(6),
    (cpuSeconds / ours).toFixed(2).padStart(7),
    wallSeconds.toFixed(2).padStart(8),
    memoryMegabytes.toFixed(0).padStart(6),
    rowsPerSecond.toFixed(0).padStart(8),
    auc.toFixed(5).padStart(8),
  ];
  return `${name.padEnd(28)}${cells.join(" ")}\n`;
}

function measure(name: string, task: Task): Measured {
  const env = {
    ...process.env,
    OMP_NUM_THREADS: String(task.threads),
    OPENBLAS_NUM_THREADS: "1",
    OMP_WAIT_POLICY: "passive",
  };
  const script = fileURLToPath(new URL("trees.py", import.meta.url));
  const text =
    name === "mlops"
      ? execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--task", JSON.stringify(task)], {
          encoding: "utf8",
        })
      : execFileSync(python ?? "", [script, name, JSON.stringify(task)], { encoding: "utf8", env });
  return JSON.parse(text.trim().split("\n").at(-1) ?? "") as Measured;
}

function medianOf(measured: readonly Measured[]): Measured | undefined {
  const [first] = measured;
  if (first === undefined) return undefined;
  const median = (of: (each: Measured) => number): number =>
    measured.map(of).toSorted((a, b) => a - b)[Math.floor(measured.length / 2)] ?? NaN;
  return {
    cpuSeconds: median((each) => each.cpuSeconds),
    wallSeconds: median((each) => each.wallSeconds),
    memoryMegabytes: median((each) => each.memoryMegabytes),
    rowsPerSecond: median((each) => each.rowsPerSecond),
    auc: median((each) => each.auc),
    version: first.version,
  };
}

async function measureOwn({ folder, rows, threads, categorical, forest }: Task): Promise<Measured> {
  const train = readTable(folder, "train", rows, categorical);
  const test = readTable(folder, "test", TEST_ROWS, categorical);
  const estimator = await findEstimator(forest ? "random-forest-classifier" : "gradient-boosting-classifier").load();
  const options = forest ? {} : { early_stopping: false };
  const target = { kind: "classes", codes: train.codes, classes: ["0", "1"] } as const;
  const before = process.memoryUsage.rss();
  const [begin, usage] = [performance.now(), process.cpuUsage()];
  const fitted = await fitEstimator(estimator, { features: train.features, target }, options, { threads });
  const wallSeconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(usage);
  const memory = Math.max(before, process.resourceUsage().maxRSS * 1024);
  await using model = await openModel(await exportEstimator(estimator, fitted), { threads });
  const columns = Object.fromEntries(
    test.features.map((feature) => [
      feature.name,
      feature.kind === "numeric" ? feature.values : Array.from(feature.codes, (code) => feature.categories[code] ?? ""),
    ]),
  );
  await model.predict(columns);
  const predicting = performance.now();
  const { probability_1: scores } = await model.predict(columns);
  const rowsPerSecond = TEST_ROWS / ((performance.now() - predicting) / 1000);
  const auc = rocAuc(Array.from(scores ?? [], Number), test.codes);
  const cpuSeconds = (user + system) / 1e6;
  return { cpuSeconds, wallSeconds, memoryMegabytes: memory / 1e6, rowsPerSecond, auc, version: "" };
}

/** Columns of singles one after the other, and labels; the last columns are small whole numbers. */
function makeData(folder: string, name: string, rows: number): void {
  const random = randomStream(randomKey(`bench/trees ${name}`));
  const columns = Array.from({ length: COLUMNS }, (_, column) => {
    const size = column - (COLUMNS - CATEGORICAL);
    return Float32Array.from({ length: rows }, () => (size < 0 ? random.normal() : random.integer(5 + 4 * size)));
  });
  const effects = Array.from({ length: CATEGORICAL }, (_, index) => {
    const own = randomStream(randomKey(`bench/trees effects ${index}`));
    return Array.from({ length: 5 + 4 * index }, () => 0.4 * own.normal());
  });
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const at = (column: number): number => columns[column]?.[row] ?? 0;
    let score = at(0) * at(1) + Math.sin(2 * at(2)) + at(3) - 0.5 * at(4) ** 2 + 0.5 * at(5) * at(6) + 0.3 * at(7);
    for (let index = 0; index < CATEGORICAL; index++) {
      score += effects[index]?.[at(COLUMNS - CATEGORICAL + index)] ?? 0;
    }
    return random.uniform() < 1 / (1 + Math.exp(-1.5 * score)) ? 1 : 0;
  });
  writeFileSync(join(folder, `${name}.x`), Buffer.concat(columns.map(({ buffer }) => new Uint8Array(buffer))));
  writeFileSync(join(folder, `${name}.y`), labels);
}

function readTable(
  folder: string,
  name: string,
  rows: number,
  categorical: boolean,
): { readonly features: Feature[]; readonly codes: Int32Array } {
  const bytes = readFileSync(join(folder, `${name}.x`));
  const features = Array.from({ length: COLUMNS }, (_, column): Feature => {
    const values = new Float32Array(bytes.buffer, bytes.byteOffset + 4 * column * rows, rows);
    const size = column - (COLUMNS - CATEGORICAL);
    if (!categorical || size < 0) return { kind: "numeric", name: `x${column}`, values: Float64Array.from(values) };
    const categories = Array.from({ length: 5 + 4 * size }, (_, code) => `c${code}`);
    return { kind: "categorical", name: `x${column}`, codes: Int32Array.from(values), categories };
  });
  return { features, codes: Int32Array.from(readFileSync(join(folder, `${name}.y`))) };
}

function rocAuc(scores: readonly number[], labels: Int32Array): number {
  const order = scores.map((_, row) => row).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let [sum, positives] = [0, 0];
  for (let first = 0; first < order.length;) {
    let end = first;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[first] ?? 0]) end++;
    for (let at = first; at < end; at++) {
      if (labels[order[at] ?? 0] !== 1) continue;
      positives++;
      sum += (first + end + 1) / 2;
    }
    first = end;
  }
  return (sum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}
