import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import { type ClassLabel, type NumericFeature, randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { classTarget } from "../../estimator/class-target.ts";
import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { probabilityOutput } from "../../estimator/output-names.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import logisticRegression from "./logistic-regression.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const runner = fileURLToPath(new URL("../../../../../tools/python/run_onnx.py", import.meta.url));

async function runByPython(model: Uint8Array, features: readonly NumericFeature[]) {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-logistic-"));
  try {
    const [modelFile, columnsFile] = [path.join(folder, "model.onnx"), path.join(folder, "columns.json")];
    await writeFile(modelFile, model);
    const columns = Object.fromEntries(features.map(({ name, values }) => [name, [...values]]));
    await writeFile(columnsFile, JSON.stringify(columns));
    const { stdout } = await promisify(execFile)(python ?? "", [runner, modelFile, columnsFile], {
      maxBuffer: 2 ** 24,
    });
    return JSON.parse(stdout) as { readonly outputs: Readonly<Record<string, readonly (ClassLabel | null)[]>> };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!requireService("python", python !== undefined))(
  "logistic regression as ONNX, judged by Python",
  () => {
    it.each([
      ["texts", ["아니오", "예"]],
      ["booleans", [false, true]],
      ["numbers", [1, 2, 10]],
    ] as const)("passes onnx.checker and gives the same numbers and labels: %s", async (_, labels) => {
      const random = randomStream(randomKey("logistic against Python"));
      const features = ["나이", "a b", "x/y"].map((name): NumericFeature => {
        return { kind: "numeric", name, values: Float64Array.from({ length: 400 }, () => random.normal()) };
      });
      const given = Array.from({ length: 400 }, (_, row): ClassLabel => {
        const score = (features[0]?.values[row] ?? 0) + random.normal();
        return labels[Math.min(labels.length - 1, Math.max(0, Math.floor(score + labels.length / 2)))] ?? labels[0];
      });
      const fitted = await fitEstimator(logisticRegression, { features, target: classTarget(given) });
      const { outputs } = await runByPython(await exportEstimator(logisticRegression, fitted), features);
      const prediction = await predictEstimator(logisticRegression, fitted, features);
      if (prediction.kind !== "probabilities") throw new TypeError("a classifier predicts probabilities");
      prediction.classes.forEach((label, index) => {
        const column = outputs[probabilityOutput(label)] ?? [];
        expect(column).toHaveLength(400);
        column.forEach((value, row) =>
          expect(Math.abs(Number(value) - (prediction.probabilities[index]?.[row] ?? NaN))).toBeLessThanOrEqual(1e-9),
        );
      });
      const expected = given.map((_, row) => {
        const values = prediction.probabilities.map((column) => column[row] ?? NaN);
        return prediction.classes[values.indexOf(Math.max(...values))];
      });
      expect(outputs["label"]).toEqual(expected);
    });
  },
);
