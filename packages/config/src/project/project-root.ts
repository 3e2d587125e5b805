import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

export interface ProjectRoot {
  /** Absolute path. */
  readonly path: string;
  /** Whether `config/base.yaml` was found there. */
  readonly found: boolean;
}

/** The nearest ancestor of `cwd` (or itself) with `config/base.yaml`, else `cwd`. */
export function findProjectRoot(cwd: string): ProjectRoot {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "config", "base.yaml"))) return { path: folder, found: true };
    if (dirname(folder) === folder) return { path: cwd, found: false };
  }
}

/** How messages name a file: relative to the project root with forward slashes where it lies inside, else absolute. */
export function displayFile(path: string, projectRoot: string): string {
  const inside = relative(projectRoot, path);
  return inside === "" || inside.startsWith("..") || inside.includes(":") ? path : inside.split(sep).join("/");
}
