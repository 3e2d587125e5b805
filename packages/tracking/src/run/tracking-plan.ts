import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { TrackerSetting } from "../spool/worker-protocol.ts";

/** What a later process needs to bring a run's trackers up to date; secrets are not in it. */
export interface TrackingPlan {
  readonly runId: string;
  readonly trackers: readonly TrackerSetting[];
}

const FILE = "plan.json";
/** Options that a later process takes from its own environment. */
const SECRET_OPTIONS = new Set(["apiKey"]);

export function writeTrackingPlan(folder: string, { runId, trackers }: TrackingPlan): void {
  const open = trackers.map(({ driver, options }) => ({
    driver,
    options: Object.fromEntries(Object.entries(options).filter(([name]) => !SECRET_OPTIONS.has(name))),
  }));
  writeJsonFile(join(folder, FILE), { runId, trackers: open });
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
