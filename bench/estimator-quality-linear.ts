/**
 * Test ROC-AUC and R² of linear models, support vectors, naive Bayes and neighbours beside scikit-learn's classes on the same
 * rows, over seeds; and the processor time of the fits. Scores agree where the mean of their differences over the seeds is
 * within 0.005 (AUC) or 0.01 (R²). Usage: MLOPS_PYTHON_ONNX=python node bench/estimator-quality-linear.ts [SEEDS] [NAME=FILE.csv,TARGET …]
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Feature, Target } from "../packages/core/src/index.ts";
import { computeMetric, regressionMetric, scoreClassification } from "../packages/evaluation/src/index.ts";
import { fitResolved } from "../packages/models/src/estimator/fit-resolved.ts";
import { predictEstimator, resolveEstimator } from "../packages/models/src/index.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
if (python === undefined) throw new Error("MLOPS_PYTHON_ONNX names no interpreter; see tools/python/onnx-sklearn.txt");
const [seeds = "10", ...files] = process.argv.slice(2);
const BOUNDS = { auc: 0.005, r2: 0.01 };

interface PythonTest {
  readonly data: string;
  readonly seed: number;
  readonly classes: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly testRows: number;
  readonly classPath: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly ms: number;
  readonly score: number;
}

interface Line {
  readonly bound: number;
  readonly theirs: number[];
  readonly ours: number[];
  readonly theirMs: number[];
  readonly ourMs: number[];
}

const folder = await mkdtemp(join(tmpdir(), "mlops-quality-"));
try {
  await promisify(execFile)(python, [
    fileURLToPath(new URL("estimator-quality-linear.py", import.meta.url)),
    folder,
    seeds,
    ...files,
  ]);
  const tests = JSON.parse(await readFile(join(folder, "tests.json"), "utf8")) as readonly PythonTest[];
  const lines = new Map<string, Line>();
  for (const test of tests) {
    const { score, ms } = await ownResult(test);
    const name = `${test.data.padEnd(14)} ${test.classPath.replace("sklearn.", "")} ${Object.entries(test.parameters)
      .map((pair) => pair.join("="))
      .join(" ")}`;
    const line = lines.get(name) ?? {
      bound: test.classes === null ? BOUNDS.r2 : BOUNDS.auc,
      theirs: [],
      ours: [],
      theirMs: [],
      ourMs: [],
    };
    line.theirs.push(test.score);
    line.ours.push(score);
    line.theirMs.push(test.ms);
    line.ourMs.push(ms);
    lines.set(name, line);
  }
  let outside = 0;
  say(
    "data           class                                              sklearn   ours      mean difference ± 90 %   largest   sklearn ms  ours ms",
  );
  for (const [name, { bound, theirs, ours, theirMs, ourMs }] of lines) {
    const differences = ours.map((value, index) => value - (theirs[index] ?? Number.NaN));
    const average = mean(differences);
    const spread = Math.sqrt(
      mean(differences.map((value) => (value - average) ** 2)) / Math.max(1, differences.length - 1),
    );
    const agrees = Math.abs(average) <= bound;
    if (!agrees) outside += 1;
    say(
      [
        name.padEnd(66),
        mean(theirs).toFixed(4),
        mean(ours).toFixed(4),
        `${average.toExponential(1)} ± ${(1.833 * spread).toExponential(1)}`.padStart(22),
        Math.max(...differences.map(Math.abs))
          .toExponential(1)
          .padStart(9),
        median(theirMs).toFixed(1).padStart(10),
        median(ourMs).toFixed(1).padStart(8),
        agrees ? "" : "  OUTSIDE",
      ].join("  "),
    );
  }
  say(
    `${lines.size} comparisons over ${seeds} seeds, ${outside} outside their bound (AUC ${BOUNDS.auc}, R² ${BOUNDS.r2})`,
  );
} finally {
  await rm(folder, { recursive: true });
}

async function ownResult(test: PythonTest): Promise<{ score: number; ms: number }> {
  const part = async (name: string) => {
    const bytes = await readFile(join(folder, `${test.data}-${test.seed}.${name}`));
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const features = featuresOf(await part("x"), test.columns, test.rows);
  const target = targetOf(await part("y"), test.classes);
  const resolved = await resolveEstimator(test.classPath);
  const before = process.cpuUsage();
  const fitted = await fitResolved(resolved, { features, target }, test.parameters);
  const { user, system } = process.cpuUsage(before);
  const prediction = await predictEstimator(
    resolved.estimator,
    fitted,
    featuresOf(await part("tx"), test.columns, test.testRows),
  );
  const truth = targetOf(await part("ty"), test.classes);
  return { score: scoreOf(truth, prediction), ms: (user + system) / 1000 };
}

function featuresOf(data: Float64Array, columns: number, rows: number): Feature[] {
  return Array.from({ length: columns }, (_, index) => ({
    kind: "numeric",
    name: `x${index}`,
    values: data.slice(index * rows, (index + 1) * rows),
  }));
}

function targetOf(values: Float64Array, classes: number | null): Target {
  if (classes === null) return { kind: "values", values };
  const labels = [...new Set(values)].toSorted((a, b) => a - b);
  return { kind: "classes", classes: labels, codes: Int32Array.from(values, (value) => labels.indexOf(value)) };
}

function scoreOf(truth: Target, prediction: Awaited<ReturnType<typeof predictEstimator>>): number {
  if (truth.kind === "values" && prediction.kind === "values") {
    return computeMetric(regressionMetric("r2"), truth.values, prediction.values).value ?? Number.NaN;
  }
  if (truth.kind === "values" || prediction.kind === "values") throw new TypeError("target and prediction differ");
  const { classes, codes } = truth;
  const rows = { classes: classes.map(String), truth: codes, probabilities: prediction.probabilities };
  if (classes.length === 2) return scoreClassification(rows, ["roc_auc"])["roc_auc"]?.value ?? Number.NaN;
  // One class against the others, as scikit-learn's multi_class="ovr" with average="macro".
  const each = classes.map((_, code) => {
    const own = prediction.probabilities[code] ?? new Float64Array();
    const binary = {
      classes: ["other", "own"],
      truth: codes.map((value) => Number(value === code)),
      probabilities: [own.map((value) => 1 - value), own],
    };
    return scoreClassification(binary, ["roc_auc"])["roc_auc"]?.value ?? Number.NaN;
  });
  return mean(each);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
