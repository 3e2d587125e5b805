import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import type { ClassLabel } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitResolved } from "../../estimator/fit-resolved.ts";
import { LABEL_OUTPUT, probabilityOutput, VALUE_OUTPUT } from "../../estimator/output-names.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import { resolveEstimator } from "../../estimator/resolve-estimator.ts";
import { treeData } from "../testing/tree-data.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const runner = fileURLToPath(new URL("../../../../../tools/python/run_onnx.py", import.meta.url));

const cases = [
  ["xgboost.XGBClassifier", 2, { n_estimators: 20 }],
  ["lightgbm.LGBMClassifier", 4, { n_estimators: 10 }],
  ["catboost.CatBoostRegressor", 0, { iterations: 20 }],
  ["sklearn.ensemble.RandomForestClassifier", 2, { n_estimators: 6 }],
  ["sklearn.ensemble.RandomForestClassifier", 3, { n_estimators: 6 }],
  // More nodes than the older operator is used for.
  ["sklearn.ensemble.ExtraTreesRegressor", 0, { n_estimators: 160 }],
  ["sklearn.tree.DecisionTreeClassifier", 3, { max_depth: 1, min_impurity_decrease: 0.4 }],
] as const;

async function exportCase([classPath, classes, parameters]: (typeof cases)[number], folder: string, index: number) {
  const resolved = await resolveEstimator(classPath);
  const fitted = await fitResolved(resolved, treeData({ rows: 900, classes, seed: "python" }), parameters);
  const { features } = treeData({ rows: 200, classes, seed: "rows" });
  const files = [`${index}.onnx`, `${index}.json`].map((name) => path.join(folder, name));
  const columns = features.map((feature) => [
    feature.name,
    feature.kind === "numeric"
      ? Array.from(feature.values, (value) => (Number.isNaN(value) ? null : value))
      : Array.from(feature.codes, (code) => feature.categories[code] ?? ""),
  ]);
  await writeFile(files[0] ?? "", await exportEstimator(resolved.estimator, fitted));
  await writeFile(files[1] ?? "", JSON.stringify(Object.fromEntries(columns)));
  return { files, prediction: await predictEstimator(resolved.estimator, fitted, features) };
}

interface PythonRun {
  readonly opsets: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, readonly ClassLabel[]>>;
}

describe.skipIf(!requireService("python", python !== undefined))("trees as ONNX, judged by Python", () => {
  it("pass the official checker; labels and numbers are those predicted here, with gaps and unseen categories", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "mlops-trees-"));
    try {
      const exported = await Promise.all(cases.map((each, index) => exportCase(each, folder, index)));
      const files = exported.flatMap((each) => each.files);
      const { stdout } = await promisify(execFile)(python ?? "", [runner, ...files], { maxBuffer: 2 ** 26 });
      const runs = JSON.parse(stdout) as readonly PythonRun[];
      expect(runs.map(({ opsets }) => opsets["ai.onnx.ml"])).toEqual([3, 3, 3, 3, 3, 5, 3]);
      for (const [index, { prediction }] of exported.entries()) {
        const outputs = runs[index]?.outputs ?? {};
        const columns =
          prediction.kind === "values"
            ? [[prediction.values, outputs[VALUE_OUTPUT]] as const]
            : prediction.classes.map(
                (each, code) => [prediction.probabilities[code], outputs[probabilityOutput(each)]] as const,
              );
        for (const [own = new Float64Array(0), other = []] of columns) {
          expect(other).toHaveLength(200);
          own.forEach((value, row) => expect(Math.abs(value - Number(other[row]))).toBeLessThanOrEqual(1e-9));
        }
        const labels = prediction.kind === "values" ? undefined : labelsOf(prediction);
        expect(outputs[LABEL_OUTPUT]).toEqual(labels);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function labelsOf({
  classes,
  probabilities,
}: {
  readonly classes: readonly ClassLabel[];
  readonly probabilities: readonly Float64Array[];
}): ClassLabel[] {
  return Array.from({ length: 200 }, (_, row) => {
    const shares = probabilities.map((column) => column[row] ?? NaN);
    return classes[shares.indexOf(Math.max(...shares))] ?? "";
  });
}
