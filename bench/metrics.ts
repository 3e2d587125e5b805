/**
 * Rows per second of metrics, curves, calibration and splits on a million rows, beside scikit-learn on the same rows where
 * MLOPS_PYTHON_ONNX names an interpreter that has it. Processor time, so that a busy machine does not decide. Usage: node bench/metrics.ts [rows]
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { randomKey, randomStream } from "../packages/core/src/index.ts";
import {
  computeMetric,
  delongTest,
  fitCalibration,
  isOfClass,
  type JudgedRows,
  precisionRecallCurve,
  rankScores,
  regressionMetric,
  reliabilityCurve,
  rocCurve,
  scoreClassification,
  splitManifest,
  stratifiedKFold,
  stratifiedSplit,
  tuneThreshold,
} from "../packages/evaluation/src/index.ts";

const rows = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 3;

const random = randomStream(randomKey("bench/metrics"));
const truth = Int32Array.from({ length: rows }, () => (random.uniform() < 0.1 ? 1 : 0));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const score = Float64Array.from(truth, (label) => logistic(2 * label - 2 + random.normal()));
const other = Float64Array.from(truth, (label) => label + 1.5 * random.normal());
const y = Float64Array.from({ length: rows }, () => 50 + 20 * random.normal());
const p = y.map((value) => value + 3 * random.normal());

const judged: JudgedRows = { classes: ["no", "yes"], truth, probabilities: [score.map((value) => 1 - value), score] };
const labelled: JudgedRows = {
  classes: judged.classes,
  truth,
  predicted: truth.map((_, row) => ((score[row] ?? 0) >= 0.5 ? 1 : 0)),
};
const weighted: JudgedRows = { ...judged, weights: other.map((value) => Math.abs(value) + 0.5) };
const positive = isOfClass(truth, 1);
const rowKeys = Array.from({ length: rows }, (_, row) => `customer-${row}`);
const key = randomKey(42);
const fractions = { train: 0.7, validation: 0.15, test: 0.15 };
const split = stratifiedSplit(truth, { fractions, key });

// A metric's time holds the check of its rows, as scikit-learn's does.
const tasks: Readonly<Record<string, () => unknown>> = {
  accuracy: () => scoreClassification(labelled, ["accuracy"]),
  f1: () => scoreClassification(labelled, ["f1"]),
  mcc: () => scoreClassification(labelled, ["mcc"]),
  roc_auc: () => scoreClassification(judged, ["roc_auc"]),
  "roc_auc, weighted": () => scoreClassification(weighted, ["roc_auc"]),
  pr_auc: () => scoreClassification(judged, ["pr_auc"]),
  log_loss: () => scoreClassification(judged, ["log_loss"]),
  calibration_brier: () => scoreClassification(judged, ["calibration_brier"]),
  calibration_ece: () => scoreClassification(judged, ["calibration_ece"]),
  "reliability, equal-mass": () => reliabilityCurve(positive, score, { binning: "equal-mass" }),
  "roc curve": () => rocCurve(rankScores(positive, score)),
  "pr curve": () => precisionRecallCurve(rankScores(positive, score)),
  rmse: () => computeMetric(regressionMetric("rmse"), y, p),
  r2: () => computeMetric(regressionMetric("r2"), y, p),
  median_absolute_error: () => computeMetric(regressionMetric("median_absolute_error"), y, p),
  "isotonic fit": () => fitCalibration(judged, "isotonic"),
  "beta fit": () => fitCalibration(judged, "beta"),
  "threshold for f1": () => tuneThreshold(judged, { metric: "f1" }),
  "DeLong test": () => delongTest(positive, score, other),
  "stratified split 70/15/15": () => stratifiedSplit(truth, { fractions, key }),
  "the same by row keys": () => stratifiedSplit(truth, { fractions, key, rowKeys }),
  "stratified 5-fold": () => stratifiedKFold(truth, { folds: 5, key }),
  "split manifest": () => splitManifest(split, rowKeys, { fractions, seed: 42 }),
};

const judge = await scikitLearn();
process.stdout.write(`${rows.toLocaleString("en-US")} rows${judge ? ", beside scikit-learn" : ""}\n`);
for (const [name, task] of Object.entries(tasks)) {
  const milliseconds = medianMilliseconds(task);
  const theirs = judge?.[name];
  const speed = Math.round((rows / milliseconds) * 1000).toLocaleString("en-US");
  const beside =
    theirs === undefined ? "" : `${theirs.toFixed(0).padStart(7)} ms  ${(theirs / milliseconds).toFixed(1)} ×`;
  process.stdout.write(
    `${name.padEnd(28)}${milliseconds.toFixed(0).padStart(6)} ms ${speed.padStart(14)} rows/s ${beside}\n`,
  );
}

function medianMilliseconds(task: () => unknown): number {
  const times: number[] = [];
  // The first round is the compiler's.
  for (let round = -1; round < ROUNDS; round++) {
    const begin = process.cpuUsage();
    task();
    const { user, system } = process.cpuUsage(begin);
    if (round >= 0) times.push((user + system) / 1000);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

async function scikitLearn(): Promise<Readonly<Record<string, number>> | undefined> {
  const python = process.env["MLOPS_PYTHON_ONNX"];
  if (python === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
  try {
    const columns = { "truth.i32": truth, "score.f64": score, "other.f64": other, "y.f64": y, "p.f64": p };
    for (const [file, values] of Object.entries(columns)) {
      await writeFile(join(folder, file), new Uint8Array(values.buffer));
    }
    const script = fileURLToPath(new URL("metrics.py", import.meta.url));
    const { stdout } = await promisify(execFile)(python, [script, folder]);
    return JSON.parse(stdout) as Readonly<Record<string, number>>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
