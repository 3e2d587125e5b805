import { closeSync, openSync, renameSync, rmSync } from "node:fs";

import { MlopsError } from "@mlops/core";

import type { PlacedEntry } from "../../entries/entry.ts";
import { type LogWriter, logWriter } from "../log/log-writer.ts";
import { startOfLog } from "../log/start-of-log.ts";
import { encodeRecord, type WandbRecord } from "../records/record.ts";
import { RecordEncoder, ROW_OPEN_MS } from "./record-encoder.ts";
import { openRunFolder, type RunFolder } from "./run-folder.ts";

export interface OfflineRunOptions {
  /** `WANDB_DIR` or the project's root. */
  readonly root: string;
  readonly entity: string;
  readonly project: string;
  readonly producer: string;
  /** Where the spool keeps copies of files. */
  readonly staging: string;
  readonly monotonic: () => number;
  readonly warn: (text: string) => void;
}

/**
 * A run in W&B's own offline form: the transaction log and the folder around it, which `wandb sync` uploads. The log is
 * made anew from the spool by each process of the run, and takes the place of the earlier one whole.
 */
export interface OfflineRun extends Disposable {
  readonly folder: RunFolder | undefined;
  accept(entries: readonly PlacedEntry[]): void;
  /** Hands what is due to the file. */
  flush(): void;
  /** The log is where it belongs: true from the first flush on. */
  readonly inPlace: boolean;
  /** Everything that was accepted is in the log. */
  readonly complete: boolean;
  /** Offset of the last entry that was accepted; -1 before the first. */
  readonly lastOffset: number;
}

function runExists({ path, runId }: RunFolder): MlopsError {
  return new MlopsError("TRACKING_RUN_EXISTS", `${path} already holds a finished run ${runId}.`, {
    hint: "Give the run another id, or move the folder away.",
    details: { path, runId },
  });
}

export function offlineRun(options: OfflineRunOptions): OfflineRun {
  let taken = -1;
  let number = 0;
  let opened: { readonly fd: number; readonly writer: LogWriter; readonly encoder: RecordEncoder } | undefined;
  let folder: RunFolder | undefined;
  let inPlace = false;
  let rowArrived = 0;

  const open = (runId: string, startedAt: number) => {
    const place = openRunFolder(options.root, runId, startedAt);
    const earlier = startOfLog(place.log);
    if (earlier !== undefined && earlier !== startedAt) throw runExists(place);
    folder = place;
    rmSync(folder.syncedMark, { force: true });
    const fd = openSync(`${folder.log}.new`, "w", 0o666);
    const { entity, project, producer, warn } = options;
    const folders = { files: folder.files, artifacts: folder.artifacts, staging: options.staging };
    const encoder = new RecordEncoder({ entity, project, producer, folders, warn });
    return { fd, writer: logWriter(fd), encoder };
  };

  return {
    get folder() {
      return folder;
    },
    get inPlace() {
      return inPlace;
    },
    get lastOffset() {
      return taken;
    },
    get complete() {
      return inPlace && opened?.encoder.incomplete === false && !opened.encoder.rowIsOpen;
    },
    accept(entries) {
      for (const placed of entries) {
        if (placed.offset <= taken) continue;
        if (!opened) {
          // Where the spool's first frame is damaged, entries before the start have no run to belong to.
          if (placed.entry.type !== "start") continue;
          opened = open(placed.entry.run.runId, placed.entry.at);
        }
        const { encoder, writer } = opened;
        const wasOpen = encoder.rowIsOpen;
        encoder.accept(placed);
        taken = placed.offset;
        if (encoder.rowIsOpen && !wasOpen) rowArrived = options.monotonic();
        write(encoder, writer);
      }
    },
    flush() {
      if (!opened) return;
      const { encoder, writer } = opened;
      if (encoder.rowIsOpen && options.monotonic() - rowArrived > ROW_OPEN_MS) encoder.closeRow();
      encoder.flushSummary();
      encoder.closeRun();
      write(encoder, writer);
      writer.flush();
      if (inPlace || !folder) return;
      renameSync(`${folder.log}.new`, folder.log);
      inPlace = true;
    },
    [Symbol.dispose]() {
      if (opened) closeSync(opened.fd);
    },
  };

  function write(encoder: RecordEncoder, writer: LogWriter): void {
    for (const body of encoder.takeRecords()) {
      number++;
      writer.write(encodeRecord({ number, ...body } satisfies WandbRecord));
    }
  }
}
