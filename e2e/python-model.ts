import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "vitest";

import { execute, projectRoot } from "./command.ts";

/** A CSV file as columns: what is a number in every row as numbers. */
export async function columnsOf(path: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const [header = "", ...lines] = (await readFile(path, "utf8")).trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  const isNumeric = header.split(",").map((_, index) => cells.every((row) => Number.isFinite(Number(row[index]))));
  return Object.fromEntries(
    header.split(",").map((name, index) => {
      const texts = cells.map((row) => row[index] ?? "");
      return [name, isNumeric[index] === true ? texts.map(Number) : texts];
    }),
  );
}

export interface PythonAnswer {
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
}

/** What the Python ONNX Runtime, named by MLOPS_PYTHON_ONNX, makes of raw columns; they are handed over in `file`. */
export async function runByPython(
  model: string,
  columns: Readonly<Record<string, unknown>>,
  file: string,
): Promise<PythonAnswer> {
  await writeFile(file, JSON.stringify(columns));
  const runner = join(projectRoot, "tools/python/run_onnx.py");
  const { exitCode, stdout, stderr } = await execute(process.env["MLOPS_PYTHON_ONNX"] ?? "", [runner, model, file]);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as PythonAnswer;
}
