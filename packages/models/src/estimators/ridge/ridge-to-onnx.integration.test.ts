import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { openModel } from "../../runtime/open-model.ts";
import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import ridge from "./ridge.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const runner = fileURLToPath(new URL("../../../../../tools/python/run_onnx.py", import.meta.url));

interface PythonRun {
  readonly metadata: Record<string, string>;
  readonly opsets: Record<string, number>;
  readonly outputs: { readonly value: readonly number[] };
  readonly types: Record<string, string>;
}

async function runByPython(model: Uint8Array, columns: Record<string, Float64Array>): Promise<PythonRun> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-ridge-"));
  try {
    const [modelFile, columnsFile] = [path.join(folder, "model.onnx"), path.join(folder, "columns.json")];
    await writeFile(modelFile, model);
    // JSON has no NaN: it becomes null, which the runner reads as a missing value.
    await writeFile(
      columnsFile,
      JSON.stringify(columns, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)),
    );
    const { stdout } = await promisify(execFile)(python ?? "", [runner, modelFile, columnsFile], {
      maxBuffer: 2 ** 24,
    });
    return JSON.parse(stdout) as PythonRun;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(!requireService("python", python !== undefined))("ridge as ONNX, judged by Python", () => {
  it.each([1, 5000])("passes onnx.checker and gives the same numbers for %i rows", async (rows) => {
    const random = randomStream(randomKey("ridge against Python"));
    const names = ["temperature", "기압 (hPa)", "hour/sin"];
    const columnsOf = (count: number) =>
      names.map((_, index) =>
        Float64Array.from({ length: count }, () =>
          random.uniform() < 0.2 ? Number.NaN : 10 ** index + random.normal(),
        ),
      );
    const training = columnsOf(300);
    const target = Float64Array.from({ length: 300 }, (_, row) => 50 + 20 * Math.sin(row) + (training[0]?.[row] || 0));
    const features = names.map((name, index) => ({
      kind: "numeric" as const,
      name,
      values: training[index] ?? new Float64Array(),
    }));
    const fitted = await fitEstimator(ridge, { features, target: { kind: "values", values: target } });
    const metadata = { name: "commute-weather", signature: JSON.stringify({ inputs: names }) };
    const bytes = await exportEstimator(ridge, fitted, { range: { minimum: 0, maximum: 100 }, metadata });

    const fresh = columnsOf(rows);
    const columns = Object.fromEntries(names.map((name, index) => [name, fresh[index] ?? new Float64Array()]));
    const judged = await runByPython(bytes, columns);
    expect(judged).toMatchObject({ metadata, opsets: { "": 17 }, types: { value: "float64" } });
    await using model = await openModel(bytes);
    const value = (await model.predict(columns))["value"];
    expect(judged.outputs.value).toHaveLength(rows);
    judged.outputs.value.forEach((number, row) =>
      expect(Math.abs(Number(value?.[row]) - number)).toBeLessThanOrEqual(1e-9),
    );
  });
});
