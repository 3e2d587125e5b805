import { appendFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { DAY } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

export interface DailyFile {
  write(line: string): void;
}

export interface DailyFileRequest {
  readonly folder: string;
  /** Files of days further back are removed. */
  readonly retentionDays: number;
  /** UTC milliseconds. */
  readonly wall: () => number;
  /** Called at most once: the first time that the folder cannot be written. */
  readonly onFailure: (error: Error) => void;
}

const FILE_NAME = /^mlops-(\d{4}-\d{2}-\d{2})\.log$/;

/**
 * Appends lines to `mlops-<UTC day>.log`. The day is in the name, so that nothing is ever renamed and any number of
 * processes may write (each line is one append). A folder that cannot be written never fails the command.
 */
export function dailyFile({ folder, retentionDays, wall, onFailure }: DailyFileRequest): DailyFile {
  let openDay = "";
  let failed = false;
  return {
    write(line) {
      if (failed) return;
      const now = wall();
      const day = dayOf(now);
      try {
        if (day !== openDay) {
          makeFolder(folder);
          removeBefore(folder, dayOf(now - retentionDays * DAY));
          openDay = day;
        }
        appendFileSync(join(folder, `mlops-${day}.log`), line);
      } catch (error) {
        failed = true;
        onFailure(error as Error);
      }
    },
  };
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function removeBefore(folder: string, firstKept: string): void {
  for (const name of readdirSync(folder)) {
    const day = FILE_NAME.exec(name)?.[1];
    if (day !== undefined && day < firstKept) rmSync(join(folder, name), { force: true });
  }
}
