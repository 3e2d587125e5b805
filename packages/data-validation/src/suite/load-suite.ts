import { resolve } from "node:path";

import { displayFile, problemsError, readOptionalFile } from "@mlops/config";
import { MlopsError } from "@mlops/core";

import { readSuite } from "./read-suite.ts";
import type { Suite, SuiteFile } from "./suite.ts";

export interface LoadSuiteOptions {
  /** Absolute: messages name files relative to it. */
  readonly projectRoot: string;
  readonly signal?: AbortSignal;
}

/**
 * Reads a suite that must be right.
 *
 * @param path relative paths are meant from the project root
 * @throws MlopsError FILE_NOT_FOUND, PERMISSION_DENIED, and EXPECTATIONS_INVALID or the code that all problems share,
 *   with `details.problems`
 */
export async function loadSuite(path: string, { projectRoot, signal }: LoadSuiteOptions): Promise<Suite> {
  const absolute = resolve(projectRoot, path);
  const content = await readOptionalFile(absolute, signal);
  if (content === undefined) {
    throw new MlopsError("FILE_NOT_FOUND", `The expectations ${absolute} do not exist.`, {
      hint: "`mlops validate-data --data FILE --suggest` proposes some.",
      details: { path: absolute },
    });
  }
  return assertSuite(readSuite(content, displayFile(absolute, projectRoot)));
}

/** @throws MlopsError EXPECTATIONS_INVALID or the code that all problems share, with `details.problems` */
export function assertSuite({ suite, problems }: SuiteFile): Suite {
  if (suite === undefined) throw problemsError("EXPECTATIONS_INVALID", problems);
  return suite;
}
