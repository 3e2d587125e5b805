import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { createHttpClient } from "@mlops/http";

import { logReader } from "../log/log-reader.ts";
import { type RunFolder, runFolderAt, wandbFolder } from "../offline/run-folder.ts";
import { ApiError, hintFor } from "./api-error.ts";
import type { ConnectionOptions } from "./live-upload.ts";
import { RunUploader } from "./run-uploader.ts";
import { runUrl } from "./run-url.ts";
import { readUploadState, uploadStatePath, writeUploadState } from "./upload-state.ts";
import { wandbApi } from "./wandb-api.ts";

/** Forgets what was synced, so that the next sync sends all of it. */
export function prepareAgain(folder: RunFolder): void {
  rmSync(folder.syncedMark, { force: true });
  rmSync(uploadStatePath(folder.log), { force: true });
}

/** A few repetitions: a person waits for the answer, and can ask again. */
const ATTEMPTS = 4;
/** What W&B shows of a run that did not say how it ended: failed. */
const UNKNOWN_END = 1;

export interface SyncedRun {
  readonly folder: string;
  readonly runId: string;
  readonly status: "synced" | "skipped" | "failed";
  /** Why it was skipped or is not complete. */
  readonly reason?: string;
  readonly url?: string;
}

/** Run folders below paths: a folder of a run, its log, W&B's folder, or the folder in which that lies. */
export function findRunFolders(paths: readonly string[]): RunFolder[] {
  const found = paths.flatMap(foldersAt);
  return [...new Map(found.map((folder) => [folder.log, folder])).values()];
}

function foldersAt(path: string): RunFolder[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return path.endsWith(".wandb") ? [folderOfLog(path)] : [];
  const log = readdirSync(path).find((name) => /^run-.+\.wandb$/.test(name));
  if (log !== undefined) return [folderOfLog(join(path, log))];
  const inside = existsSync(wandbFolder(path)) ? wandbFolder(path) : path;
  return readdirSync(inside)
    .filter((name) => /^(offline-)?run-/.test(name))
    .toSorted()
    .flatMap((name) => foldersAt(join(inside, name)));
}

function folderOfLog(log: string): RunFolder {
  return runFolderAt(dirname(log), basename(log).slice("run-".length, -".wandb".length));
}

/**
 * Uploads one run. It is marked as synced only once the server has confirmed everything; what it has confirmed before is
 * not sent again.
 */
export async function syncRun(
  folder: RunFolder,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<SyncedRun> {
  const { baseUrl, key, clock, entropy, warn, offline, userAgent, environment } = connection;
  const identity = { folder: folder.path, runId: folder.runId };
  if (existsSync(folder.syncedMark)) return { ...identity, status: "skipped", reason: "it was synced before" };
  await using http = createHttpClient({ clock, offline, entropy, userAgent, env: environment });
  const statePath = uploadStatePath(folder.log);
  const fd = openSync(folder.log, "r");
  const reader = logReader(fd);
  const uploader = new RunUploader({
    api: wandbApi({ http, baseUrl, key, signal }),
    reader,
    folder: folder.path,
    state: readUploadState(statePath, baseUrl),
    save: (state) => writeUploadState(statePath, state),
    patience: {
      clock,
      signal,
      attempts: ATTEMPTS,
      waitFactor: connection.waitFactor ?? 1,
      random: () => (entropy(1)[0] ?? 0) / 256,
    },
    warn,
    onStop: () => undefined,
  });
  try {
    await uploader.finish(UNKNOWN_END);
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = error instanceof ApiError ? hintFor(error) : (error as Error).message;
    return { ...identity, status: "failed", reason };
  } finally {
    closeSync(fd);
  }
  if (!uploader.place) return { ...identity, status: "failed", reason: "the log does not say which run it is" };
  const url = runUrl(baseUrl, uploader.place, connection.appUrl);
  const lacks = [
    ...(uploader.missing.length > 0
      ? [`${uploader.missing.length} files are missing: ${uploader.missing.join(", ")}`]
      : []),
    ...(uploader.damaged > 0 ? [`${uploader.damaged} places of the log cannot be read`] : []),
    ...(reader.incomplete ? ["its last record is cut off"] : []),
  ];
  if (lacks.length > 0) return { ...identity, status: "failed", reason: lacks.join("; "), url };
  writeFileSync(folder.syncedMark, "");
  return { ...identity, status: "synced", url };
}
