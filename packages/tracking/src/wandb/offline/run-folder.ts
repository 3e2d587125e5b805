import { existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { localFields } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

/** The places of one run in W&B's own layout. */
export interface RunFolder {
  /** `wandb/offline-run-20260131_235959-<run id>` */
  readonly path: string;
  readonly log: string;
  readonly files: string;
  readonly artifacts: string;
  /** Empty; stands there once everything was uploaded. */
  readonly syncedMark: string;
  readonly runId: string;
}

/** W&B's folder below a root: `wandb`, or `.wandb` where that is there. */
export function wandbFolder(root: string): string {
  const hidden = join(root, ".wandb");
  return existsSync(hidden) ? hidden : join(root, "wandb");
}

export function runFolderAt(path: string, runId: string): RunFolder {
  return {
    path,
    runId,
    log: join(path, `run-${runId}.wandb`),
    files: join(path, "files"),
    artifacts: join(path, "tmp", "staging"),
    syncedMark: join(path, `run-${runId}.wandb.synced`),
  };
}

/** The folder that a run has, else a new one named by the instant. @throws the system's error */
export function openRunFolder(root: string, runId: string, startedAt: number): RunFolder {
  const folder = wandbFolder(root);
  makeFolder(folder);
  const known = readdirSync(folder).find((name) => name.startsWith("offline-run-") && name.endsWith(`-${runId}`));
  const name = known ?? `offline-run-${localStamp(startedAt)}-${runId}`;
  const run = runFolderAt(join(folder, name), runId);
  for (const each of [run.path, run.files, join(run.path, "logs"), join(run.path, "tmp"), run.artifacts])
    makeFolder(each);
  linkLatest(folder, name);
  return run;
}

/** `20260131_235959` in the machine's zone, as W&B names its folders. */
function localStamp(instant: number): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const { year, month, day, hour, minute, second } = localFields(instant, timeZone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}${two(month)}${two(day)}_${two(hour)}${two(minute)}${two(second)}`;
}

/** Best effort: a file system without links has none. */
function linkLatest(folder: string, name: string): void {
  const link = join(folder, "latest-run");
  try {
    rmSync(link, { force: true });
    symlinkSync(name, link);
  } catch {
    // The run itself does not need it.
  }
}
