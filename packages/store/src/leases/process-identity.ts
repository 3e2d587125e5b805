import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

import type { ProcessIdentity } from "@mlops/core";

const randomToken = `random:${crypto.randomUUID()}`;

/**
 * This process, for leases. On Linux the token is the kernel's record of its start (boot, process namespace, clock
 * tick), which other processes can look up; elsewhere it is random, and only the end of a lease tells its holder's death.
 */
export function currentProcess(purpose: string): ProcessIdentity {
  return { host: hostname(), pid: process.pid, token: startOf(process.pid) ?? randomToken, purpose };
}

/** Whether the process is known to be dead. False where it lives, is on another host, or cannot be judged from here. */
export function isProcessGone({ host, pid, token }: ProcessIdentity): boolean {
  if (host !== hostname() || !isVisibleNamespace(token)) return false;
  if (!isPidInUse(pid)) return true;
  const start = startOf(pid);
  return start !== undefined && token.startsWith("linux:") && start !== token;
}

/** A pid means nothing in another namespace: containers may share a host's name and folder. */
function isVisibleNamespace(token: string): boolean {
  if (!token.startsWith("linux:")) return true;
  const scope = pidScope();
  return scope !== undefined && token.startsWith(scope);
}

function isPidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
  return processState(pid)?.state !== "Z";
}

function startOf(pid: number): string | undefined {
  const scope = pidScope();
  const start = processState(pid)?.startTick;
  return scope === undefined || start === undefined ? undefined : `${scope}${start}`;
}

/** Boot and process namespace; undefined where there is no /proc. */
function pidScope(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `linux:${boot}:${readlinkSync("/proc/self/ns/pid")}:`;
  } catch {
    return undefined;
  }
}

/** Fields 3 (state; Z is dead but not yet collected) and 22 (start, in clock ticks since boot) of proc_pid_stat(5). */
function processState(pid: number): { readonly state: string; readonly startTick: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startTick] = [fields[0], fields[19]];
    return state === undefined || startTick === undefined ? undefined : { state, startTick };
  } catch {
    return undefined;
  }
}
