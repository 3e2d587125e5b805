import { readFileSync } from "node:fs";
import { availableParallelism, hostname, platform, release, totalmem } from "node:os";
import { dirname, join } from "node:path";

import type { RunEnvironment } from "../entries/entry.ts";
import { scrubText } from "../entries/scrub.ts";

export interface EnvironmentOptions {
  /** Folder whose repository is looked for; none when absent (WANDB_DISABLE_GIT). */
  readonly gitFolder?: string;
  /** The host's name is told only where it was set. */
  readonly host?: string;
}

/** What W&B's page of a run shows about where it ran. Arguments are scrubbed; paths, users and hosts are left out. */
export function runEnvironment({ gitFolder, host }: EnvironmentOptions = {}): RunEnvironment {
  const git = gitFolder === undefined ? {} : gitState(gitFolder);
  return {
    os: `${platform()}-${release()}`,
    node: process.versions.node,
    program: "mlops",
    args: scrubbedArguments(process.argv.slice(2)),
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    ...(host !== undefined && { host: host === "" ? hostname() : host }),
    ...git,
  };
}

/** A path may hold the user's name; of a file only its own name is told. */
function scrubbedArguments(args: readonly string[]): string[] {
  return args.map((argument, index) => {
    const before = args[index - 1] ?? "";
    if (/key|token|secret|password/i.test(before) && before.startsWith("--") && !before.includes("="))
      return "[redacted]";
    if (/^--[a-z-]*(key|token|secret|password)[a-z-]*=/i.test(argument)) return `${argument.split("=")[0]}=[redacted]`;
    return scrubText(argument).replace(/(^|=)\/(?:[^/]*\/)+/g, "$1");
  });
}

/** The commit that is checked out, read from the files of git. */
function gitState(folder: string): Pick<RunEnvironment, "gitCommit" | "gitRemote"> {
  const git = gitFolderAbove(folder);
  if (git === undefined) return {};
  const head = read(join(git, "HEAD"))?.trim() ?? "";
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  const commit = reference === undefined ? head : (read(join(git, reference))?.trim() ?? packedCommit(git, reference));
  const remote = /\[remote "origin"\][^[]*?url\s*=\s*(\S+)/.exec(read(join(git, "config")) ?? "")?.[1];
  return {
    ...(/^[0-9a-f]{40,64}$/.test(commit ?? "") && { gitCommit: commit ?? "" }),
    ...(remote !== undefined && isShareable(remote) && { gitRemote: withoutUser(remote) }),
  };
}

function isShareable(remote: string): boolean {
  return !remote.startsWith("/") && !remote.startsWith(".") && !remote.startsWith("file:");
}

function withoutUser(remote: string): string {
  return scrubText(remote.replace(/^([a-z+]+:\/\/)[^@/]+@/i, "$1"));
}

function packedCommit(git: string, reference: string): string | undefined {
  const packed = read(join(git, "packed-refs")) ?? "";
  return packed
    .split("\n")
    .find((line) => line.endsWith(` ${reference}`))
    ?.split(" ")[0];
}

function gitFolderAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (read(join(at, ".git", "HEAD")) !== undefined) return join(at, ".git");
    if (dirname(at) === at) return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
