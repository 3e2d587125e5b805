/**
 * What can be learned of the synthetic corporate loans: scikit-learn's HistGradientBoosting on 7,000 rows, judged on 7,000
 * others, over five seeds: before the drift, after it, and fitted again. Then rows per second of drawing and writing.
 * Needs MLOPS_PYTHON_ONNX (node tools/services/services.ts start python). Usage: node bench/corporate-loan.ts [rows]
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { writeTable } from "../packages/adapters/src/index.ts";
import { drawRows, findSynthesizer } from "../packages/data-generation/src/index.ts";
import { type RegimeScores, writeCorporateRegimes } from "../packages/data-generation/src/testing/corporate-regimes.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const judge = fileURLToPath(new URL("../tools/python/judge_corporate_loan.py", import.meta.url));
const rows = Number(process.argv[2] ?? 100_000);
const seeds = [1, 2, 3, 4, 5];

const folder = await mkdtemp(join(tmpdir(), "mlops-bench-"));
try {
  if (python === undefined) process.stdout.write("MLOPS_PYTHON_ONNX is not set: nothing is judged.\n");
  else await printScores(python);
  for (const name of ["loan-rules", "corporate-loan"]) await printSpeed(name);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function printScores(interpreter: string): Promise<void> {
  const folders = seeds.map((seed) => join(folder, String(seed)));
  for (const [index, each] of folders.entries()) {
    mkdirSync(each);
    await writeCorporateRegimes(each, seeds[index] ?? 0, 7000);
  }
  const found = JSON.parse(
    execFileSync(interpreter, [judge, "100", ...folders], { encoding: "utf8" }),
  ) as readonly RegimeScores[];
  process.stdout.write("seed  positive  AUC    F1     F1 after drift  F1 fitted again\n");
  for (const [index, { before, afterDrift, retrained }] of found.entries()) {
    const cells = [before.positive, before.roc_auc, before.f1, afterDrift.f1, retrained.f1].map((value) =>
      value.toFixed(3),
    );
    process.stdout.write(
      `${seeds[index]}     ${cells[0]}     ${cells[1]}  ${cells[2]}  ${cells[3]}           ${cells[4]}\n`,
    );
  }
  const least = (pick: (scores: RegimeScores) => number): number => Math.min(...found.map(pick));
  const most = (pick: (scores: RegimeScores) => number): number => Math.max(...found.map(pick));
  const say = (met: boolean): string => (met ? "met" : "MISSED");
  const auc = say(least((s) => s.before.roc_auc) >= 0.88 && most((s) => s.before.roc_auc) <= 0.97);
  const f1 = say(least((s) => Math.min(s.before.f1, s.retrained.f1)) >= 0.8);
  const drift = say(most((s) => s.afterDrift.f1) <= 0.65);
  process.stdout.write(
    `AUC 0.88–0.97: ${auc}; F1 ≥ 0.80: ${f1}; F1 of the old model after the drift ≤ 0.65: ${drift}\n`,
  );
}

async function printSpeed(name: string): Promise<void> {
  const definition = await findSynthesizer(name).load();
  const synthesizer = definition.open(definition.options.parse({}));
  const start = performance.now();
  await writeTable(join(folder, `${name}.parquet`), drawRows(synthesizer, { rows, seed: 1 }));
  const seconds = (performance.now() - start) / 1000;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const speed = Math.round(rows / seconds).toLocaleString("en");
  process.stdout.write(
    `${name}: ${rows} × ${synthesizer.schema.length} to Parquet in ${seconds.toFixed(1)} s, ${speed} rows/s, peak ${memory} MiB\n`,
  );
}
