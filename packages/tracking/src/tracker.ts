import type { Clock, Extension } from "@mlops/core";
import type { z } from "zod";

import type { PlacedEntry } from "./entries/entry.ts";

/** What a tracker is opened with, in the thread that works the spool off. */
export interface TrackerContext {
  readonly runId: string;
  /** The spool's folder: staged files, and what the tracker wants to remember. */
  readonly folder: string;
  readonly clock: Clock;
  readonly offline: boolean;
  readonly entropy: (length: number) => Uint8Array;
  /** Says something to the person who runs the command; once for each text. */
  readonly warn: (text: string) => void;
  /** The run can be looked at there, from now on. */
  readonly onPlace: (place: string) => void;
  /** Somebody asked, where the run is shown, that it stop. */
  readonly onStop: () => void;
  /** Aborts when the deadline of the run's end has passed. */
  readonly signal: AbortSignal;
}

export interface TrackerOutcome {
  /** `complete`: all entries have arrived. `pending`: the rest waits for a later sync. */
  readonly status: "complete" | "pending";
  /** Why entries wait, in words. */
  readonly reason?: string;
  /** Where a person can look at the run: an address, or a file. */
  readonly place?: string;
  /** What can be synced later. */
  readonly folder?: string;
  /** The tracker lacks entries that only the spool has. */
  readonly needsSpool?: boolean;
}

/**
 * A tracker takes a run's entries, in order, and shows them somewhere. Laws:
 * - It is given every entry of the spool from the first on; in a later process again from the first. What it has taken
 *   before, it knows by the entry's offset and takes once.
 * - `accept` returns soon: files may be written, the network is waited for elsewhere. Where it throws, the entries are
 *   offered again later.
 * - What cannot be sent stays in the spool or with the tracker, for `sync`.
 */
export interface OpenTracker extends AsyncDisposable {
  accept(entries: readonly PlacedEntry[]): void;
  /** Called some times a second also when there is nothing new. */
  tick?(): void;
  /** After the last entry of this process. Ends when everything has arrived, cannot arrive, or `context.signal` aborts. */
  finish(): Promise<TrackerOutcome>;
}

/** One file in `drivers/` default-exports one of these; the file is named after it. */
export interface Tracker<Options extends z.ZodType = z.ZodType> extends Extension<Options> {
  open(options: z.output<Options>, context: TrackerContext): Promise<OpenTracker>;
}

export function defineTracker<Options extends z.ZodType>(tracker: Tracker<Options>): Tracker<Options> {
  return tracker;
}
