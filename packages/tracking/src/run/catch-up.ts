import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { isProcessGone } from "@mlops/store/process-identity";

import { WANDB_CURSOR } from "../drivers/wandb.ts";
import { machineClock } from "../machine-clock.ts";
import { readEntries } from "../spool/read-spool.ts";
import { openFeed } from "../spool/tracker-feed.ts";
import { readTrackingPlan } from "./tracking-plan.ts";

/**
 * Brings the logs of runs up to date whose process ended before it could: their spools hold what the logs lack. Answers
 * the runs that still go on, which are left alone.
 */
export async function catchUpSpools(spoolFolder: string, warn: (text: string) => void): Promise<readonly string[]> {
  const running: string[] = [];
  if (!existsSync(spoolFolder)) return running;
  for (const name of readdirSync(spoolFolder)) {
    const folder = join(spoolFolder, name);
    const plan = readTrackingPlan(folder);
    if (!plan) continue;
    if (!isProcessGone(plan.process)) {
      running.push(plan.runId);
      continue;
    }
    for (const setting of plan.trackers.filter(({ driver }) => driver === "wandb")) {
      const options = { ...setting.options, mode: "offline" };
      await catchUp(folder, plan.runId, options, warn);
    }
  }
  return running;
}

async function catchUp(
  folder: string,
  runId: string,
  options: Readonly<Record<string, unknown>>,
  warn: (text: string) => void,
): Promise<void> {
  const path = join(folder, "entries.spool");
  if (!existsSync(path)) return;
  const fd = openSync(path, "r");
  try {
    const { size } = fstatSync(fd);
    const { last, succeeded } = lastEntry(fd, size);
    if (last <= cursorOf(folder)) return;
    const context = {
      runId,
      folder,
      clock: machineClock,
      offline: true,
      entropy: (length: number) => randomBytes(length),
      warn,
      onPlace: () => undefined,
      onStop: () => undefined,
      signal: new AbortController().signal,
    };
    await using feed = await openFeed({ driver: "wandb", options }, context);
    const { needsSpool } = await feed.finish(fd, size);
    if (succeeded && needsSpool === false) rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    warn(`The spool of run ${runId} cannot be worked off: ${(error as Error).message}`);
  } finally {
    closeSync(fd);
  }
}

/** Offset of the last entry, and whether the run succeeded: then no process goes on with it. */
function lastEntry(fd: number, size: number): { readonly last: number; readonly succeeded: boolean } {
  let last = -1;
  let succeeded = false;
  for (let at = 0; at < size;) {
    const { entries, next } = readEntries(fd, at, size);
    for (const { offset, entry } of entries) {
      last = offset;
      succeeded = entry.type === "end" ? entry.exitCode === 0 : entry.type !== "start" && succeeded;
    }
    if (next === at) break;
    at = next;
  }
  return { last, succeeded };
}

function cursorOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, WANDB_CURSOR), "utf8"));
  } catch {
    return -1;
  }
}
