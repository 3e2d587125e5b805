import { join } from "node:path";

import type { RunDescription } from "../entries/entry.ts";
import { spoolEntries } from "../spool/read-spool.ts";

export interface RecordedTracking {
  readonly run: RunDescription;
}

/** What the process that began a run told its trackers; undefined where the run was not tracked. */
export function recordedTracking(spoolFolder: string, runId: string): RecordedTracking | undefined {
  try {
    for (const { entries } of spoolEntries(join(spoolFolder, runId, "entries.spool"))) {
      for (const { entry } of entries) if (entry.type === "start") return { run: entry.run };
    }
  } catch {
    // No spool: the run was not tracked, or everything has arrived and the spool is gone.
  }
  return undefined;
}
