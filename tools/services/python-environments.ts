import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { installPackages } from "./debian-packages.ts";
import { cacheFolder } from "./places.ts";
import { isInstalled, runCommand } from "./run-command.ts";

const FOLDER = join(import.meta.dirname, "..", "python");

/**
 * One Python environment for each group of judges (`tools/python/GROUP.txt`, pinned versions), made again only when its
 * file changes. Answers the variables with the interpreters: `onnx-sklearn` is MLOPS_PYTHON_ONNX.
 */
export async function pythonEnvironments(): Promise<Readonly<Record<string, string>>> {
  const variables: Record<string, string> = {};
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".txt"))) {
    const group = file.slice(0, -".txt".length);
    variables[variableOf(group)] = await interpreterOf(group, join(FOLDER, file));
  }
  return variables;
}

/** Named after the first word: the group's main judge. */
function variableOf(group: string): string {
  return `MLOPS_PYTHON_${(group.split("-")[0] ?? group).toUpperCase()}`;
}

async function interpreterOf(group: string, file: string): Promise<string> {
  const stamp = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
  const place = join(cacheFolder(), `python-${group}-${stamp}`);
  const interpreter = join(place, "bin", "python");
  if (existsSync(join(place, ".complete"))) return interpreter;
  if (!(await isInstalled("python3"))) await installPackages("python3", "python3-venv");
  rmSync(place, { recursive: true, force: true });
  await runCommand("python3", ["-m", "venv", place]);
  await runCommand(join(place, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", "-r", file]);
  writeFileSync(join(place, ".complete"), "");
  return interpreter;
}
