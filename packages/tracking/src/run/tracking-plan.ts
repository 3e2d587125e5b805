import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { ProcessIdentity } from "@mlops/core";
import { currentProcess } from "@mlops/store/process-identity";
import { z } from "zod";

import type { TrackerSetting } from "../spool/worker-protocol.ts";

/** What a later process needs to bring a run's trackers up to date; secrets are not in it. */
export interface TrackingPlan {
  readonly runId: string;
  readonly trackers: readonly TrackerSetting[];
  /** The one that logs, or logged last. */
  readonly process: ProcessIdentity;
}

const planSchema = z.object({
  runId: z.string(),
  trackers: z.array(z.object({ driver: z.string(), options: z.record(z.string(), z.unknown()) })),
  process: z.object({ host: z.string(), pid: z.int(), token: z.string(), purpose: z.string() }),
});

const FILE = "plan.json";
/** Options that a later process takes from its own environment. */
const SECRET_OPTIONS = new Set(["apiKey", "environment"]);

export function writeTrackingPlan(folder: string, { runId, trackers }: Omit<TrackingPlan, "process">): void {
  const open = trackers.map(({ driver, options }) => ({
    driver,
    options: Object.fromEntries(Object.entries(options).filter(([name]) => !SECRET_OPTIONS.has(name))),
  }));
  const plan: TrackingPlan = { runId, trackers: open, process: currentProcess("tracking") };
  writeJsonFile(join(folder, FILE), plan);
}

/** Undefined where there is none or it cannot be read. */
export function readTrackingPlan(folder: string): TrackingPlan | undefined {
  try {
    return planSchema.parse(JSON.parse(readFileSync(join(folder, FILE), "utf8")));
  } catch {
    return undefined;
  }
}

/** Whole or not at all. */
function writeJsonFile(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(fd, `${JSON.stringify(value)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}
