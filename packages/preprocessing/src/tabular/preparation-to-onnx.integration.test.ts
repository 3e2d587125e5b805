import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { type PlainColumn, requireService } from "@mlops/conformance";
import { describe, expect, it } from "vitest";

import { plainFeatures, tableOf } from "../testing/conform-preprocessor.ts";
import { preparationModel, runOnnx } from "../testing/run-onnx.ts";
import { applyPreparation } from "./apply-preparation.ts";
import { fitPreparation } from "./fit-preparation.ts";
import { planBlock } from "./plan-block.ts";
import type { Preparation } from "./preparation.ts";
import { resolveSteps } from "./resolve-steps.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const runner = fileURLToPath(new URL("../../../../tools/python/run_onnx.py", import.meta.url));
const shared = fileURLToPath(new URL("../../../../../shared/data/", import.meta.url));

/** Each feature's values by Python's ONNX Runtime, fed plain lists. */
async function runByPython(columns: readonly PlainColumn[], preparation: Preparation): Promise<(number | null)[][]> {
  const folder = await mkdtemp(path.join(tmpdir(), "mlops-preparation-"));
  try {
    const [modelFile, columnsFile] = [path.join(folder, "model.onnx"), path.join(folder, "columns.json")];
    const inputs = new Set(preparation.state.inputs.map(({ name }) => name));
    const feeds = columns.filter(({ name }) => inputs.has(name)).map(({ name, values }) => [name, values]);
    await writeFile(modelFile, preparationModel(preparation));
    await writeFile(columnsFile, JSON.stringify(Object.fromEntries(feeds)));
    const { stdout } = await promisify(execFile)(python ?? "", [runner, modelFile, columnsFile], {
      maxBuffer: 2 ** 27,
    });
    // Python writes NaN, which JSON does not have.
    const { outputs } = JSON.parse(stdout.replaceAll("NaN", "null")) as { outputs: Record<string, (number | null)[]> };
    return preparation.state.features.map((_, index) => outputs[`feature:${index}`] ?? []);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function inTypeScript(columns: readonly PlainColumn[], preparation: Preparation): (number | null)[][] {
  return plainFeatures(applyPreparation(tableOf(columns), preparation)).map(({ values }) => values.map(nullOfNaN));
}

function nullOfNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** A file without quotes; columns whose cells are all numbers are numbers. */
function readColumns(file: string): PlainColumn[] {
  const [header = "", ...lines] = readFileSync(path.join(shared, file), "utf8").trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  return header.split(",").map((name, index) => {
    const texts = cells.map((row) => row[index] ?? "");
    const numeric = texts.every((text) => text === "" || Number.isFinite(Number(text)));
    const values = texts.map((text) => (text === "" ? null : numeric ? Number(text) : text));
    return { name, type: numeric ? "float64" : "string", values };
  });
}

async function fitBlock(columns: readonly PlainColumn[], options: Parameters<typeof planBlock>[0]["options"]) {
  const table = tableOf(columns);
  const target = table.columnNames.at(-1) ?? "";
  const { steps, exclude } = planBlock({ name: "default_preprocessor", options }, table, [target]);
  return fitPreparation(table, await resolveSteps(steps), { targets: [target], exclude }).preparation;
}

const mixed: PlainColumn[] = [
  { name: "기압 (hPa)", type: "float64", values: [1013.2, null, 990, 1001.5] },
  { name: "city", type: "string", values: ["서울", null, "Busan", "\u{1F327}"] },
  { name: "digits", type: "string", values: ["10", "9", "1e1", null] },
  { name: "flag", type: "bool", values: [true, false, true, true] },
  { name: "maybe", type: "float64", values: [1, null, 0, 1] },
  { name: "y", type: "float64", values: [0, 1, 0, 1] },
];

const blocks = [
  { missing_strategy: "median" },
  { missing_strategy: "mode", categorical_strategy: "label", numerical_strategy: "minmax" },
  { missing_strategy: "drop", categorical_strategy: "label", numerical_strategy: "robust" },
] as const;

describe.skipIf(!requireService("python", python !== undefined))("preparations judged by Python", () => {
  it.each(blocks)("gives the same numbers from raw columns, Python's nulls included: %j", async (options) => {
    const preparation = await fitBlock(mixed, options);
    const fresh = mixed.map(({ values, ...column }) => ({ ...column, values: [...values, ...values.slice(1, 3)] }));
    expect(await runByPython(fresh, preparation)).toEqual(inTypeScript(fresh, preparation));
  });
});

const files = ["german_credit.csv", "credit_default.csv"];
const present = files.every((file) => existsSync(path.join(shared, file)));

describe.skipIf(!requireService("shared", present))("preparations of the shared tables", () => {
  it.each(files.flatMap((file) => blocks.map((options) => [file, options] as const)))(
    "TypeScript and ONNX agree on %s: %j",
    { timeout: 60_000 },
    async (file, options) => {
      const columns = readColumns(file);
      const preparation = await fitBlock(columns, options);
      const features = (await runOnnx(columns, preparation)).map(({ values }) => values.map(nullOfNaN));
      expect(features).toEqual(inTypeScript(columns, preparation));
    },
  );
});
