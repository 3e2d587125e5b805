import { closeSync, existsSync, openSync } from "node:fs";

import { decodeRecord, millisecondsOf } from "../records/record.ts";
import { logReader } from "./log-reader.ts";

/** When the run of a log began, UTC milliseconds; undefined where there is no log or it does not tell. */
export function startOfLog(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const fd = openSync(path, "r");
  try {
    const reader = logReader(fd);
    for (let item = reader.next(); item; item = reader.next()) {
      if (item.kind === "damage") continue;
      const { run } = decodeRecord(item.bytes);
      if (run) return millisecondsOf(run.startTime);
    }
  } catch {
    // A log that cannot be read tells nothing.
  } finally {
    closeSync(fd);
  }
  return undefined;
}
