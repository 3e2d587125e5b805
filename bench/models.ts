// Logistic regression at 100,000 × 50: the fit beside scikit-learn's on the same data, and what ONNX Runtime predicts.
// Processor time stands beside the clock's, so that a busy machine does not decide. `node bench/models.ts`; scikit-learn is
// measured where MLOPS_PYTHON_ONNX names an interpreter that has it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type NumericFeature, randomKey, randomStream, type TrainingData } from "../packages/core/src/index.ts";
import {
  exportEstimator,
  findEstimator,
  fitEstimator,
  openModel,
  predictEstimator,
  trainInChild,
} from "../packages/models/src/index.ts";

const ROWS = 100_000;
const COLUMNS = 50;
const ROUNDS = 5;
const python = process.env["MLOPS_PYTHON_ONNX"];

const training = randomTable();
const estimator = await findEstimator("logistic-regression").load();

const ours: Record<string, Time> = {};
for (const solver of ["newton-cholesky", "lbfgs"]) {
  for (const tol of [1e-4, 1e-8]) {
    const fit = () => fitEstimator(estimator, training, { solver, tol });
    const key = `${solver}, tol ${tol}`;
    ours[key] = await medianTime(fit);
    report(`fit, ${key}`, ours[key]);
  }
}
report(
  "fit in a child process, auto, tol 0.0001",
  await medianTime(() => trainInChild({ estimator: "logistic-regression", training })),
);

const fitted = await fitEstimator(estimator, training);
await using model = await openModel(await exportEstimator(estimator, fitted));
const columns = Object.fromEntries(
  training.features.map(({ name }, index) => [name, valuesOf(training.features, index)]),
);
const run = await medianTime(() => model.predict(columns));
report("ONNX predict, 1 thread", run, `${rowsPerSecond(run)} rows/s`);
const direct = await medianTime(async () => predictEstimator(estimator, fitted, training.features));
report("TypeScript predict", direct, `${rowsPerSecond(direct)} rows/s`);

if (python === undefined) process.stdout.write("scikit-learn: not measured, MLOPS_PYTHON_ONNX is not set\n");
else compareWithPython(python);

function compareWithPython(interpreter: string): void {
  const folder = mkdtempSync(join(tmpdir(), "mlops-bench-"));
  try {
    const { target } = training;
    if (target.kind !== "classes") throw new TypeError("the target is classes");
    writeFileSync(
      join(folder, "x"),
      Buffer.concat(training.features.map((_, index) => bytesOf(training.features, index))),
    );
    writeFileSync(join(folder, "y"), Buffer.from(target.codes.buffer));
    const script = `
import sys, time, statistics, numpy, sklearn
from sklearn.linear_model import LogisticRegression
x = numpy.ascontiguousarray(numpy.fromfile(sys.argv[1] + "/x").reshape(${COLUMNS}, ${ROWS}).T)
y = numpy.fromfile(sys.argv[1] + "/y", dtype=numpy.int32)
for solver in ("lbfgs", "newton-cholesky"):
    for tol in (1e-4, 1e-8):
        times = []
        for _ in range(${ROUNDS + 1}):
            start, busy = time.perf_counter(), time.process_time()
            LogisticRegression(solver=solver, tol=tol, max_iter=1000).fit(x, y)
            times.append((time.perf_counter() - start, time.process_time() - busy))
        wall, busy = (statistics.median(values) * 1000 for values in zip(*times[1:]))
        print(f"{solver}, tol {tol:g}|{wall}|{busy}|{sklearn.__version__}")
`;
    // One thread as ours.
    const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", OMP_WAIT_POLICY: "passive" };
    const printed = execFileSync(interpreter, ["-c", script, folder], { encoding: "utf8", env });
    const best = Math.min(...Object.values(ours).map(({ processorMs }) => processorMs));
    for (const line of printed.trim().split("\n")) {
      const [name = "", wall = "", busy = "", version = ""] = line.split("|");
      const time = { wallMs: Number(wall), processorMs: Number(busy) };
      report(`scikit-learn ${version}, ${name}`, time, `${(time.processorMs / best).toFixed(2)} × our best`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function randomTable(): TrainingData {
  const random = randomStream(randomKey("bench/models"));
  const features = Array.from({ length: COLUMNS }, (_, index): NumericFeature => {
    const values = Float64Array.from({ length: ROWS }, () => random.normal());
    return { kind: "numeric", name: `x${index}`, values };
  });
  const slopes = features.map(() => random.normal() / 3);
  const codes = Int32Array.from({ length: ROWS }, (_, row) => {
    const score = features.reduce((sum, { values }, index) => sum + (slopes[index] ?? 0) * (values[row] ?? 0), 0);
    return random.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
  });
  return { features, target: { kind: "classes", codes, classes: [0, 1] } };
}

function valuesOf(features: TrainingData["features"], index: number): Float64Array {
  const feature = features[index];
  if (feature?.kind === "numeric") return feature.values;
  throw new TypeError(`there is no numeric feature ${index}`);
}

function bytesOf(features: TrainingData["features"], index: number): Uint8Array {
  return new Uint8Array(valuesOf(features, index).buffer);
}

interface Time {
  readonly wallMs: number;
  /** Of all threads of this process. */
  readonly processorMs: number;
}

async function medianTime(work: () => Promise<unknown>): Promise<Time> {
  const times: Time[] = [];
  // The first rounds are the compiler's.
  for (let round = -2; round < ROUNDS; round++) {
    const begin = performance.now();
    const usage = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(usage);
    if (round >= 0) times.push({ wallMs: performance.now() - begin, processorMs: (user + system) / 1000 });
  }
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    wallMs: median(times.map(({ wallMs }) => wallMs)),
    processorMs: median(times.map(({ processorMs }) => processorMs)),
  };
}

function rowsPerSecond({ wallMs }: Time): string {
  return Math.round((ROWS / wallMs) * 1000).toLocaleString("en-US");
}

function report(what: string, { wallMs, processorMs }: Time, note = ""): void {
  const wall = `${wallMs.toFixed(0).padStart(6)} ms`;
  process.stdout.write(`${what.padEnd(44)} ${wall} ${processorMs.toFixed(0).padStart(6)} ms of a processor  ${note}\n`);
}
