/**
 * 100,000 raw rows to probabilities: imputation, one-hot encoding, scaling and a logistic regression as one ONNX file, beside
 * scikit-learn's pipelines on the same rows where MLOPS_PYTHON_ONNX names an interpreter that has it. Processor time, one
 * thread each. Also what fitting the steps and the same steps in TypeScript take. Usage: node bench/preprocessing.ts [rows]
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { randomKey, randomStream } from "../packages/core/src/index.ts";
import { appendEstimator, fitEstimator, loadEstimator, openModel } from "../packages/models/src/index.ts";
import { graphBuilder, onnxModel, writeModel } from "../packages/onnx/src/index.ts";
import {
  applyPreparation,
  fitPreparation,
  modelColumns,
  preparationOpsets,
  preparationToOnnx,
  readLabels,
  resolveSteps,
} from "../packages/preprocessing/src/index.ts";
import { type Column, makeColumn, Table, validityOf } from "../packages/table/src/index.ts";

const rows = Number(process.argv[2] ?? 100_000);
const TRAINING_ROWS = 20_000;
const ROUNDS = 5;
const NUMBERS = 10;
const TEXTS = 11;

const random = randomStream(randomKey("bench/preprocessing"));
const numbers = Array.from({ length: NUMBERS }, () =>
  Float64Array.from({ length: rows }, () => (random.uniform() < 0.05 ? Number.NaN : 50 + 20 * random.normal())),
);
const texts = Array.from({ length: TEXTS }, (_, column) =>
  Int32Array.from({ length: rows }, () => Math.floor(random.uniform() ** 2 * (3 + 2 * column))),
);
const truth = Int32Array.from({ length: rows }, (_, row) =>
  Number(((numbers[0]?.[row] ?? 0) - 50) / 20 + ((texts[3]?.[row] ?? 0) === 0 ? 1 : 0) + random.normal() > 0.5),
);

const table = Table.fromColumns([
  ...numbers.map((values, index): [string, Column] => [
    `number_${index}`,
    makeColumn(
      "float64",
      values,
      validityOf(rows, (row) => !Number.isNaN(values[row])),
    ),
  ]),
  ...texts.map((codes, index): [string, Column] => [
    `text_${index}`,
    makeColumn(
      "string",
      codes,
      null,
      Array.from({ length: 3 + 2 * index }, (_, code) => `category ${code}`),
    ),
  ]),
  ["y", makeColumn("string", truth, null, ["no", "yes"])],
]);
const training = table.slice(0, TRAINING_ROWS);
const raw = table.without(["y"]);

const steps = await resolveSteps([
  { type: "simple_imputer", options: { strategy: "median" } },
  { type: "one_hot_encoder", options: {} },
  { type: "standard_scaler", options: {} },
]);
const fitted = fitPreparation(training, steps, { targets: ["y"] });
const estimator = await loadEstimator("logistic-regression");
const model = await fitEstimator(
  estimator,
  { features: fitted.features, target: readLabels(fitted.others, "y") },
  {},
  { randomKey: randomKey(0) },
);
const graph = graphBuilder("bench");
await appendEstimator(graph, preparationToOnnx(graph, fitted.preparation), estimator, model);
const bytes = writeModel(onnxModel(graph.finish(), { opsets: preparationOpsets }));
await using file = await openModel(bytes);

async function median(task: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage();
    await task();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

const inputs = modelColumns(raw, fitted.preparation);
const own = {
  "rows to probabilities": await median(async () => file.predict(modelColumns(raw, fitted.preparation))),
  "of it the ONNX file": await median(() => file.predict(inputs)),
  "the steps in TypeScript": await median(() => applyPreparation(raw, fitted.preparation)),
  "fitting the steps (20,000 rows)": await median(() => fitPreparation(training, steps, { targets: ["y"] })),
};
const probabilities = (await file.predict(inputs))["probability_yes"] as Float64Array;

const peer = await scikitLearn();
process.stdout.write(
  `${rows} rows of ${NUMBERS + TEXTS} columns, ${(bytes.length / 1024).toFixed(0)} kB file, processor time\n`,
);
for (const [task, milliseconds] of Object.entries(own)) {
  const other = peer?.times[task];
  const ratio =
    other === undefined ? "" : `  scikit-learn ${other.toFixed(0)} ms, ${(other / milliseconds).toFixed(1)} ×`;
  process.stdout.write(`${task.padEnd(34)} ${milliseconds.toFixed(0).padStart(6)} ms${ratio}\n`);
}
if (peer !== null) {
  const difference = peer.probabilities.reduce(
    (most, value, row) => Math.max(most, Math.abs(value - (probabilities[row] ?? Number.NaN))),
    0,
  );
  process.stdout.write(
    `greatest difference of probabilities ${difference.toExponential(1)} (two solvers of one problem)\n`,
  );
}

async function scikitLearn(): Promise<{ times: Record<string, number>; probabilities: number[] } | null> {
  const python = process.env["MLOPS_PYTHON_ONNX"];
  if (python === undefined) {
    process.stdout.write("MLOPS_PYTHON_ONNX is not set: without scikit-learn beside\n");
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
  try {
    for (const [index, values] of numbers.entries()) await writeFile(join(folder, `number_${index}.f64`), values);
    for (const [index, codes] of texts.entries()) await writeFile(join(folder, `text_${index}.i32`), codes);
    await writeFile(join(folder, "truth.i32"), truth);
    const script = fileURLToPath(new URL("preprocessing.py", import.meta.url));
    const words = [script, folder, String(NUMBERS), String(TEXTS), String(TRAINING_ROWS)];
    const { stdout } = await promisify(execFile)(python, words, { maxBuffer: 2 ** 28 });
    return JSON.parse(stdout) as { times: Record<string, number>; probabilities: number[] };
  } finally {
    await rm(folder, { recursive: true });
  }
}
