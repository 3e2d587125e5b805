import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { bin, type CommandOptions, type CommandResult, projectRoot, withoutMlopsVariables } from "./command.ts";

export interface StartedCommand {
  readonly pid: number | undefined;
  /** Its lines on stderr so far. */
  readonly lines: readonly string[];
  readonly ended: Promise<CommandResult>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the command line of this checkout by node itself and hands over its lines on stderr as they come. */
export function startMlops(
  args: readonly string[],
  options: CommandOptions = {},
  onLine: (line: string, command: StartedCommand) => void = () => undefined,
): StartedCommand {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? projectRoot,
    env: { ...withoutMlopsVariables(), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const command: StartedCommand = {
    pid: child.pid,
    lines,
    ended: resultOf(child, lines),
    kill: (signal) => void child.kill(signal),
  };
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    onLine(line, command);
  });
  return command;
}

function resultOf(child: ChildProcess, lines: readonly string[]): Promise<CommandResult> {
  const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.on("error", reject);
  child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr: lines.join("\n") }));
  return promise;
}
