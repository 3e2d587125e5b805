import { spoolEntries } from "../spool/read-spool.ts";

export interface EarlierEntries {
  /** Seconds that the earlier processes of the run worked. */
  readonly runtime: number;
  /** Keys under which they logged. */
  readonly keys: Set<string>;
}

/** What a process that goes on with a run must know of those before it. */
export function earlierEntries(path: string): EarlierEntries {
  let runtime = 0;
  const keys = new Set<string>();
  for (const { entries } of spoolEntries(path)) {
    for (const { entry } of entries) {
      if ("runtime" in entry) runtime = Math.max(runtime, entry.runtime);
      if (entry.type === "row" && entry.key !== undefined) keys.add(entry.key);
    }
  }
  return { runtime, keys };
}
