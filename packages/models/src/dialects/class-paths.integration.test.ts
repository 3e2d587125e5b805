import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import type { ClassLabel, NumericFeature, Prediction } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { decideIndex } from "../estimator/classification-tail.ts";
import { exportEstimator } from "../estimator/export-estimator.ts";
import { fitResolved } from "../estimator/fit-resolved.ts";
import { LABEL_OUTPUT, probabilityOutput, VALUE_OUTPUT } from "../estimator/output-names.ts";
import { predictEstimator } from "../estimator/predict-estimator.ts";
import { resolveEstimator } from "../estimator/resolve-estimator.ts";
import { type ClassPathCase, classPathCases, featuresOf, trainingOf } from "../testing/class-path-cases.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const runner = fileURLToPath(new URL("../../../../tools/python/run_onnx.py", import.meta.url));

interface Exported {
  readonly name: string;
  readonly model: Uint8Array;
  readonly features: readonly NumericFeature[];
  readonly prediction: Prediction;
}

interface PythonRun {
  readonly outputs: Readonly<Record<string, readonly ClassLabel[]>>;
}

/** The golden cases, those of support vectors once more with calibrated probabilities. */
function judgedCases(): ClassPathCase[] {
  const golden = classPathCases();
  const calibrated = golden
    .filter(({ class_path }) => class_path === "sklearn.svm.SVC")
    .map((example) => ({ ...example, parameters: { ...example.parameters, probability: true } }));
  return [...golden, ...calibrated];
}

async function exported(example: ClassPathCase): Promise<Exported> {
  const resolved = await resolveEstimator(example.class_path);
  const fitted = await fitResolved(resolved, trainingOf(example), example.parameters);
  const features = featuresOf(example.test);
  return {
    name: `${example.name} ${JSON.stringify(example.parameters)}`,
    model: await exportEstimator(resolved.estimator, fitted),
    features,
    prediction: await predictEstimator(resolved.estimator, fitted, features),
  };
}

async function runByPython(models: readonly Exported[]): Promise<readonly PythonRun[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-class-paths-"));
  try {
    const files = await Promise.all(
      models.map(async ({ model, features }, index) => {
        const [modelFile, columnsFile] = [`${index}.onnx`, `${index}.json`].map((name) => path.join(folder, name));
        if (modelFile === undefined || columnsFile === undefined) throw new TypeError("two files are named");
        await writeFile(modelFile, model);
        const columns = Object.fromEntries(features.map(({ name, values }) => [name, [...values]]));
        await writeFile(columnsFile, JSON.stringify(columns));
        return [modelFile, columnsFile];
      }),
    );
    const { stdout } = await promisify(execFile)(python ?? "", [runner, ...files.flat()], { maxBuffer: 2 ** 26 });
    return JSON.parse(stdout) as readonly PythonRun[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!requireService("python", python !== undefined))("class paths as ONNX, judged by Python", () => {
  it("pass onnx.checker and give the same numbers and labels", async () => {
    const models = await Promise.all(judgedCases().map(exported));
    const runs = await runByPython(models);
    expect(runs).toHaveLength(models.length);
    models.forEach(({ name, prediction }, index) => {
      const { outputs } = runs[index] ?? { outputs: {} };
      if (prediction.kind === "values") {
        expectClose(name, outputs[VALUE_OUTPUT], prediction.values);
        return;
      }
      prediction.classes.forEach((label, code) =>
        expectClose(name, outputs[probabilityOutput(label)], prediction.probabilities[code]),
      );
      const rows = prediction.probabilities[0]?.length ?? 0;
      const labels = Array.from({ length: rows }, (_, row) => {
        const probabilities = prediction.probabilities.map((column) => column[row] ?? Number.NaN);
        return prediction.classes[decideIndex(prediction.classes, probabilities)];
      });
      expect(outputs[LABEL_OUTPUT], name).toEqual(labels);
    });
  });
});

function expectClose(
  name: string,
  actual: readonly ClassLabel[] | undefined,
  expected: Float64Array | undefined,
): void {
  expect(actual, name).toHaveLength(expected?.length ?? Number.NaN);
  expected?.forEach((value, row) =>
    expect(Math.abs(Number(actual?.[row]) - value), name).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value))),
  );
}
