import { join } from "node:path";

import { parseDotenv } from "../dotenv/parse-dotenv.ts";
import type { Variable } from "../layers/variable-layers.ts";
import type { Problem } from "../problem.ts";
import { readOptionalFile } from "./read-file.ts";

export interface DotenvFile {
  /** Absolute path, or undefined where there is no such file. */
  readonly path: string | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly problems: readonly Problem[];
}

/** Reads `<root>/<name>`; a missing file is no error. */
export async function readDotenv(root: string, name: string): Promise<DotenvFile> {
  const path = join(root, name);
  const content = await readOptionalFile(path);
  if (content === undefined) return { path: undefined, variables: new Map(), problems: [] };
  const { variables, problems } = parseDotenv(content, name);
  return {
    path,
    variables: new Map([...variables].map(([key, { value, line }]) => [key, { value, dotenv: `${name}:${line}` }])),
    problems,
  };
}
