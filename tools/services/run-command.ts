import { spawn } from "node:child_process";
import { once } from "node:events";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end and answers its stdout. @throws Error with the end of what it wrote where it failed */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return output;
  throw new Error(`${program} ${args.join(" ")} ended with ${String(code)}:\n${(errors || output).slice(-2000)}`);
}

/** Whether a program is on the path. */
export async function isInstalled(program: string): Promise<boolean> {
  return runCommand("sh", ["-c", 'command -v "$0"', program]).then(
    () => true,
    () => false,
  );
}
