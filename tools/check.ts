// `pnpm check`: format, lint, types, layers, local time, unused code, generated files. One line a part; all parts run.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { findLocalDates } from "./local-dates.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { isFresh } from "./generated-file.ts";
import { layerProblems, readPackages } from "./layers.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const bins = join(root, "node_modules/.bin");

/** Answers what is wrong; empty text where nothing is. */
interface Part {
  readonly name: string;
  readonly run: () => Promise<string> | string;
}

const parts: readonly Part[] = [
  { name: "format", run: () => command("oxfmt", "--check") },
  { name: "lint", run: () => command("oxlint", "--deny-warnings") },
  { name: "types, to publish", run: () => command("tsc", "-b", "tsconfig.build.json") },
  { name: "types, all", run: () => command("tsc", "-p", "tsconfig.json") },
  { name: "layers", run: () => layerProblems(readPackages()).join("\n") },
  { name: "no local time", run: () => findLocalDates().join("\n") },
  { name: "unused code", run: () => command("knip", "--no-progress") },
  { name: "generated files", run: staleFiles },
];

let failed = false;
for (const { name, run } of parts) {
  const start = performance.now();
  const problems = (await run()).trim();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${problems === "" ? "ok    " : "FAILED"} ${name.padEnd(18)} ${seconds.padStart(5)} s\n`);
  if (problems === "") continue;
  failed = true;
  process.stdout.write(`${problems.replace(/^/gm, "       ")}\n`);
}
process.exitCode = failed ? 1 : 0;

function command(name: string, ...args: readonly string[]): string {
  const program = join(bins, name);
  if (!existsSync(program)) return `${name} is not installed: run the install first`;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bins}${delimiter}${process.env["PATH"] ?? ""}` },
  });
  if (status === 0) return "";
  return `${stdout}${stderr}${error?.message ?? ""}`.trim() || `${name} ended with ${status}`;
}

/** Every `tools/generate-*.ts` exports what it generates. */
async function staleFiles(): Promise<string> {
  const scripts = readdirSync(join(root, "tools")).filter((name) => /^generate-(?!.*\.test\.).*\.ts$/.test(name));
  const stale = await Promise.all(
    scripts.map(async (script) => {
      const module = (await import(pathToFileURL(join(root, "tools", script)).href)) as Readonly<
        Record<string, unknown>
      >;
      const files = Object.values(module).filter(isGeneratedFile);
      const old = await Promise.all(files.map(async (file) => ((await isFresh(file)) ? [] : [file.path])));
      return old.flat().map((path) => `${path} is stale: run node tools/${script}`);
    }),
  );
  return stale.flat().join("\n");
}

function isGeneratedFile(value: unknown): value is GeneratedFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    "content" in value &&
    typeof value.content === "function"
  );
}
