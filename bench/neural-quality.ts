// Whether the TabTransformer trained here is as good as the same model trained by PyTorch: ROC-AUC and F1 on the test part
// over 10 seeds, on the same rows, matrices and split. MLOPS_PYTHON_TORCH as in bench/neural.ts.
// `node bench/neural-quality.ts FILE TARGET EPOCHS [training rows at most] [excluded columns]`
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { readTable } from "../packages/adapters/src/index.ts";
import { type ClassTarget, type Feature, randomKey } from "../packages/core/src/index.ts";
import { scoreClassification, stratifiedSplit } from "../packages/evaluation/src/index.ts";
import tabTransformer from "../packages/models/src/estimators/tab-transformer/tab-transformer.ts";
import { fitEstimator, predictEstimator } from "../packages/models/src/index.ts";
import { columnMatrices, networkColumns, planColumns } from "../packages/models/src/neural/column-plan.ts";
import { fitPreparation, readLabels } from "../packages/preprocessing/src/index.ts";

const SEEDS = 10;
const [file, targetName, epochsText = "3", most = "Infinity", excluded = ""] = process.argv.slice(2);
const python = process.env["MLOPS_PYTHON_TORCH"];
if (file === undefined || targetName === undefined || python === undefined) {
  throw new Error(
    "usage: MLOPS_PYTHON_TORCH=python node bench/neural-quality.ts FILE TARGET EPOCHS [ROWS] [EXCLUDED,…]",
  );
}
const epochs = Number(epochsText);

const { table } = await readTable(file, { nullValues: ["", "NA"] });
const target = readLabels(table, targetName);
const prepared = fitPreparation(table, [], {
  targets: [targetName],
  exclude: excluded.split(",").filter(Boolean),
  seed: 0,
});
const split = stratifiedSplit(target.codes, {
  fractions: { train: 0.7, validation: 0, calibration: 0, test: 0.3 },
  key: randomKey(42),
  rowKeys: Array.from({ length: table.rowCount }, (_, row) => String(row)),
});
const train = part([...(split.parts.train ?? [])].slice(0, Number(most)));
const test = part([...(split.parts.test ?? [])]);
const plan = planColumns(train.features);
const columns = networkColumns(plan);

process.stdout.write(
  `${file}: ${train.target.codes.length} rows to learn from, ${test.target.codes.length} to judge by, ${epochs} epochs\n`,
);
await using torch = await openTorch(python);
const scores: Record<"own" | "torch", { roc_auc: number; f1: number }[]> = { own: [], torch: [] };
for (let seed = 0; seed < SEEDS; seed++) {
  const own = await ownScores(seed);
  const other = judged((await torch.ask({ seed, epochs }))["scores"] as number[]);
  scores.own.push(own);
  scores.torch.push(other);
  process.stdout.write(
    `seed ${seed}  roc_auc ${own.roc_auc.toFixed(4)} ${other.roc_auc.toFixed(4)}  f1 ${own.f1.toFixed(4)} ${other.f1.toFixed(4)}\n`,
  );
}
for (const metric of ["roc_auc", "f1"] as const) {
  const [own, other] = [scores.own, scores.torch].map((list) => moments(list.map((each) => each[metric])));
  if (!own || !other) continue;
  // Welch's interval of the difference of the means; 2.1 is its quantile at 18 degrees of freedom.
  const half = 2.1 * Math.sqrt((own.deviation ** 2 + other.deviation ** 2) / SEEDS);
  const difference = own.mean - other.mean;
  process.stdout.write(
    `${metric.padEnd(8)} here ${own.mean.toFixed(4)} ± ${own.deviation.toFixed(4)}  PyTorch ${other.mean.toFixed(4)} ± ${other.deviation.toFixed(4)}  difference ${difference.toFixed(4)} ± ${half.toFixed(4)}: ${Math.abs(difference) <= half ? "equal" : "DIFFERENT"} within the 95 % interval of ${SEEDS} seeds\n`,
  );
}

function part(rows: readonly number[]): { features: Feature[]; target: ClassTarget } {
  return {
    features: prepared.features.map((feature) =>
      feature.kind === "numeric"
        ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row] ?? NaN) }
        : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row] ?? -1) },
    ),
    target: { ...target, codes: Int32Array.from(rows, (row) => target.codes[row] ?? 0) },
  };
}

async function ownScores(seed: number) {
  const fitted = await fitEstimator(tabTransformer, train, { epochs }, { randomKey: randomKey(seed) });
  const prediction = await predictEstimator(tabTransformer, fitted, test.features);
  if (prediction.kind !== "probabilities") throw new TypeError("a classification has probabilities");
  return judged([...(prediction.probabilities[1] ?? [])]);
}

function judged(positive: readonly number[]) {
  const second = Float64Array.from(positive);
  const rows = { classes: target.classes, truth: test.target.codes, probabilities: [second.map((p) => 1 - p), second] };
  const found = scoreClassification(rows, ["roc_auc", "f1"]);
  return { roc_auc: found["roc_auc"]?.value ?? NaN, f1: found["f1"]?.value ?? NaN };
}

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

async function openTorch(program: string) {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _cache, ...env } = process.env;
  const script = fileURLToPath(new URL("neural_quality.py", import.meta.url));
  const child = spawn(program, [script], { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<Record<string, unknown>> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${program} ended`);
    return JSON.parse(value) as Record<string, unknown>;
  };
  const matrices = ({ features, target: { codes: classes } }: ReturnType<typeof part>) => {
    const { numeric = [], codes = [] } = columnMatrices(features, plan, classes.length);
    return { numeric: [...numeric], codes: [...codes], classes: [...classes] };
  };
  await ask({ categories: columns.categories, numeric: columns.numeric, train: matrices(train), test: matrices(test) });
  return { ask, [Symbol.asyncDispose]: async () => void child.kill() };
}
