import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { MlopsError, type Outcome } from "@mlops/core";
import {
  catchUpSpools,
  describePending,
  findRunFolders,
  type PendingUpload,
  prepareAgain,
  type RunFolder,
  type SyncedRun,
  syncRun,
} from "@mlops/tracking";

import type { CommandContext, CommandResult } from "../command.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import { wandbConnection } from "./wandb-connection.ts";

interface SyncOptions {
  readonly dryRun: boolean;
  readonly includeSynced: boolean;
}

/** Uploads the runs below paths, or all of the project. @throws MlopsError FILE_NOT_FOUND, TRACKING_KEY_MISSING */
export async function syncTracked(
  context: CommandContext,
  paths: readonly string[],
  { dryRun, includeSynced }: SyncOptions,
): Promise<CommandResult> {
  const { services, signal, progress } = context;
  const { home, projectRoot, variables } = await services.configuration();
  const missing = paths.find((path) => !existsSync(resolve(path)));
  if (missing !== undefined) {
    throw new MlopsError("FILE_NOT_FOUND", `There is nothing at ${missing}.`, { details: { path: missing } });
  }
  const warn = (text: string): void => services.log.warn(text);
  const running = await catchUpSpools(join(home, "spool"), warn);
  const roots = paths.length > 0 ? paths.map((path) => resolve(path)) : [variables["WANDB_DIR"] || projectRoot];
  const folders = findRunFolders(roots);
  const { baseUrl } = await wandbConnection(services, { keyNeeded: false });
  if (dryRun) return dryAnswer(folders.map((folder) => describePending(folder, baseUrl)));

  const runs: SyncedRun[] = [];
  for (const [index, folder] of folders.entries()) {
    progress.emit(progressOf(folder, index, folders.length));
    if (running.includes(folder.runId)) {
      runs.push({ folder: folder.path, runId: folder.runId, status: "skipped", reason: "the run still goes on" });
      continue;
    }
    if (includeSynced) prepareAgain(folder);
    const connection = await wandbConnection(services, { keyNeeded: !existsSync(folder.syncedMark) });
    runs.push(await syncRun(folder, connection, signal));
  }
  return syncAnswer(runs);
}

function progressOf({ runId }: RunFolder, done: number, total: number) {
  const now = Date.now();
  return { type: "progress", step: "sync", done, total, note: runId, runId, at: now, recordedAt: now } as const;
}

function syncAnswer(runs: readonly SyncedRun[]): CommandResult {
  const of = (status: SyncedRun["status"]) =>
    runs.filter((run) => run.status === status).map(({ status: _, ...run }) => run);
  const failed = of("failed");
  const outcome: Outcome =
    failed.length === 0 ? { status: "ok", reasons: [] } : { status: "failed", reasons: ["tracking-upload-pending"] };
  return {
    outcome,
    ...(failed.length > 0 && { exit: "partial" }),
    document: { synced: of("synced"), skipped: of("skipped"), failed },
    human: (style) => syncText(runs, style),
  };
}

function syncText(runs: readonly SyncedRun[], style: Style): string {
  if (runs.length === 0) return "There are no run folders here.";
  const rows = runs.map(({ folder, status, reason, url }) => [
    statusText(status, style),
    shortPath(folder),
    status === "synced" ? (url ?? "") : (reason ?? ""),
  ]);
  const failed = runs.filter(({ status }) => status === "failed").length;
  const note =
    failed === 0
      ? []
      : [renderNote(`${failed} of ${runs.length} runs are not complete; they stay here until the next sync.`, style)];
  return [renderTable(["STATUS", "RUN", "WHERE OR WHY"], rows, style), ...note].join("\n\n");
}

function statusText(status: SyncedRun["status"], style: Style): string {
  if (status === "synced") return style.green(status);
  return status === "failed" ? style.red(status) : style.dim(status);
}

function dryAnswer(pending: readonly PendingUpload[]): CommandResult {
  const waiting = pending.filter(({ synced }) => !synced);
  const synced = pending.length - waiting.length;
  return {
    outcome: { status: "ok", reasons: [] },
    document: { dryRun: true, pending: waiting, syncedBefore: synced },
    human: (style) => dryText(waiting, synced, style),
  };
}

function dryText(waiting: readonly PendingUpload[], synced: number, style: Style): string {
  if (waiting.length === 0)
    return `Nothing waits to be sent${synced === 0 ? "" : `; ${synced} runs were synced before`}.`;
  const rows = waiting.map((run) => [
    shortPath(run.folder),
    [run.entity, run.project].filter((part) => part !== "").join("/"),
    run.rows,
    run.files.length,
    run.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    run.tables.length,
    run.alerts,
  ]);
  const keys = [...new Set(waiting.flatMap((run) => run.keys))].toSorted();
  return [
    renderTable(["RUN", "PROJECT", "ROWS", "FILES", "BYTES", "TABLES", "ALERTS"], rows, style),
    `${style.dim("keys")}  ${keys.join(", ")}`,
    "Nothing was sent.",
  ].join("\n\n");
}

function shortPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === "" || below.startsWith("..") ? path : below;
}
