import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { z } from "zod";

/**
 * How much of a run the server has confirmed: the cursor of W&B's uploads. What is counted is counted from the start of
 * the log, so that it holds for a log that was made anew from the spool as well.
 */
const uploadStateSchema = z.object({
  baseUrl: z.string(),
  entity: z.string(),
  project: z.string(),
  history: z.int().min(0),
  events: z.int().min(0),
  output: z.int().min(0),
  alerts: z.int().min(0),
  artifacts: z.int().min(0),
  /** Paths below `files/`. */
  files: z.array(z.string()),
});

export type UploadState = z.infer<typeof uploadStateSchema>;

export function uploadStatePath(logPath: string): string {
  return `${logPath}.upload`;
}

/** The state of uploads to a server; another server has seen nothing. */
export function readUploadState(path: string, baseUrl: string): UploadState {
  const fresh: UploadState = {
    baseUrl,
    entity: "",
    project: "",
    history: 0,
    events: 0,
    output: 0,
    alerts: 0,
    artifacts: 0,
    files: [],
  };
  try {
    const state = uploadStateSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return state.baseUrl === baseUrl ? state : fresh;
  } catch {
    return fresh;
  }
}

/** Whole or not at all. Where the disk refuses it, the next upload sends some lines again, to the same places. */
export function writeUploadState(path: string, state: UploadState): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(fd, JSON.stringify(state));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}
