import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { makeFolder } from "@mlops/store/make-folder";

/** A file of the new project, its path with forward slashes from the project's folder. */
export interface ScaffoldFile {
  readonly path: string;
  readonly content: string;
}

export interface ScaffoldReport {
  /** Paths that were written, or would be with `dryRun`. */
  readonly created: readonly string[];
  /** Paths that were there already and stayed as they were. */
  readonly kept: readonly string[];
}

/** Writes the files that are not there yet. An existing file is never touched, whatever it holds. */
export async function scaffold(
  folder: string,
  files: readonly ScaffoldFile[],
  options: { readonly dryRun: boolean },
): Promise<ScaffoldReport> {
  const created: string[] = [];
  const kept: string[] = [];
  for (const { path, content } of files) {
    const target = join(folder, path);
    const isNew = options.dryRun ? !(await exists(target)) : await writeNew(target, content);
    (isNew ? created : kept).push(path);
  }
  return { created, kept };
}

/** False where the file exists; decided by the system in one step, so that two `init` at once lose nothing. */
async function writeNew(target: string, content: string): Promise<boolean> {
  makeFolder(dirname(target));
  try {
    await writeFile(target, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
