import { mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** What is installed once and kept; the same folder as that of the continuous integration. */
export function cacheFolder(): string {
  const given = process.env["MLOPS_CI_CACHE"];
  const folder = given ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "mlops-ci");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Data of running services; not below the home folder, which other users (postgres) cannot enter. */
export function dataFolder(name: string): string {
  return join(tmpdir(), `mlops-services-${process.getuid?.() ?? 0}`, name);
}
