import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { join } from "node:path";

import { logReader } from "../log/log-reader.ts";
import type { RunFolder } from "../offline/run-folder.ts";
import { decodeRecord } from "../records/record.ts";
import { readUploadState, uploadStatePath } from "./upload-state.ts";
import { RunContents } from "./run-contents.ts";

/** What a sync of a run would send; nothing is sent to find it out. */
export interface PendingUpload {
  readonly folder: string;
  readonly runId: string;
  readonly synced: boolean;
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  readonly rows: number;
  readonly systemSamples: number;
  readonly consoleLines: number;
  readonly alerts: number;
  readonly tables: readonly string[];
  readonly files: readonly { readonly name: string; readonly bytes: number | null }[];
  /** Keys of the configuration and of the summary. */
  readonly keys: readonly string[];
  readonly ended: boolean;
}

/** @throws Error where the log holds what is no record */
export function describePending(folder: RunFolder, baseUrl: string): PendingUpload {
  const state = readUploadState(uploadStatePath(folder.log), baseUrl);
  const contents = new RunContents(state);
  const fd = openSync(folder.log, "r");
  try {
    const reader = logReader(fd);
    for (let item = reader.next(); item; item = reader.next()) {
      if (item.kind === "record") contents.add(decodeRecord(item.bytes));
    }
  } finally {
    closeSync(fd);
  }
  const { run, history, events, output, alerts, artifacts, summary } = contents;
  const files = [...new Set(contents.files)].filter((name) => !state.files.includes(name));
  return {
    folder: folder.path,
    runId: folder.runId,
    synced: existsSync(folder.syncedMark),
    entity: run?.entity ?? "",
    project: run?.project ?? "",
    name: run?.displayName ?? "",
    rows: history.length,
    systemSamples: events.length,
    consoleLines: output.length,
    alerts: alerts.length,
    tables: artifacts.map(({ name = "" }) => name),
    files: files.map((name) => ({
      name,
      bytes: statSync(join(folder.path, "files", name), { throwIfNoEntry: false })?.size ?? null,
    })),
    keys: summary.entries().map(([key]) => key),
    ended: contents.exit !== undefined,
  };
}
