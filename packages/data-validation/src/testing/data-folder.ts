import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { assertSuite } from "../suite/load-suite.ts";
import { readSuite } from "../suite/read-suite.ts";
import { validateData } from "../run/validate-data.ts";
import type { ValidationResult } from "../run/validation-result.ts";

/** A folder of its own for the data files of a test. */
export async function dataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), "mlops-data-validation-"));
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    const file = join(path, name);
    await writeFile(file, content);
    return file;
  };
  return {
    path,
    file: write,
    async judge(content, suite, { name = "data.csv", now = Date.UTC(2024, 0, 31) } = {}) {
      const file = await write(name, content);
      const result = await validateData({ path: file }, assertSuite(readSuite(suite, "suite.yaml")), { now });
      return JSON.parse(JSON.stringify(result).replaceAll(`${path}/`, "")) as ValidationResult;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export interface DataFolder extends AsyncDisposable {
  readonly path: string;
  file(name: string, content: string | Uint8Array): Promise<string>;
  /** Judges a CSV text by a suite's text; places in the answer are relative to the folder. */
  judge(
    content: string,
    suite: string,
    options?: { readonly name?: string; readonly now?: number },
  ): Promise<ValidationResult>;
}
