import { closeSync, fstatSync, openSync } from "node:fs";

import type { PlacedEntry } from "../entries/entry.ts";
import { readEntry } from "../entries/spool-json.ts";
import { readPortion } from "./spool-file.ts";

export interface SpoolReading {
  readonly entries: readonly PlacedEntry[];
  readonly next: number;
  readonly damagedBytes: number;
}

/** Entries of an open spool from a position on; a portion at a time. */
export function readEntries(fd: number, from: number, until: number): SpoolReading {
  const { frames, next, damagedBytes } = readPortion(fd, from, until);
  return { entries: frames.map(({ offset, payload }) => ({ offset, entry: readEntry(payload) })), next, damagedBytes };
}

/** All entries of a spool that no process writes any more, portion by portion. */
export function* spoolEntries(path: string): Generator<SpoolReading> {
  const fd = openSync(path, "r");
  try {
    const { size } = fstatSync(fd);
    for (let at = 0; at < size;) {
      const reading = readEntries(fd, at, size);
      if (reading.next === at) return;
      at = reading.next;
      yield reading;
    }
  } finally {
    closeSync(fd);
  }
}
