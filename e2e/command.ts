import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
export const bin = join(projectRoot, "packages/cli/bin/mlops.js");

/** `pnpm@VERSION`, as the README names it and package.json demands it. */
export async function pinnedPnpm(): Promise<string> {
  const { engines } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
    engines: { pnpm: string };
  };
  return `pnpm@${engines.pnpm}`;
}

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end, standard input closed. */
export function execute(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  const child = spawn(program, args, {
    cwd: options.cwd ?? projectRoot,
    env: { ...withoutMlopsVariables(), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  child.on("error", reject);
  child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  return promise;
}

/** Runs the command line of this checkout by node itself. */
export function mlops(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return execute(process.execPath, [bin, ...args], options);
}

export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "mlops-e2e-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The environment without what would change the product's behaviour, so that a test sees only what it sets. */
export function withoutMlopsVariables(): Record<string, string | undefined> {
  const dropped = /^(MLOPS_|WANDB_|MLFLOW_|KMA_|APP_ENV$|LOG_LEVEL$|NO_COLOR$|VITEST|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !dropped.test(name)));
}
