import type { TrackerOutcome } from "../tracker.ts";
import type { SharedSpool } from "./spool-file.ts";

/** A tracker of a run: its name in the catalogue, or the URL of a module, and what it is opened with. */
export interface TrackerSetting {
  readonly driver: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the thread that works a spool off is started with. */
export interface WorkerStart {
  readonly runId: string;
  readonly folder: string;
  readonly ring: SharedArrayBuffer;
  readonly spool: SharedSpool;
  readonly trackers: readonly TrackerSetting[];
  readonly offline: boolean;
  /** Milliseconds between two samples of the machine; 0 takes none. */
  readonly systemIntervalMs: number;
  /** Runtime of the run at `startedAt`, seconds, and the machine's instant. */
  readonly runtime: number;
  readonly startedAt: number;
}

export interface NamedOutcome extends TrackerOutcome {
  readonly tracker: string;
}

export type ToWorker = { readonly type: "finish"; readonly deadlineMs: number };

export type FromWorker =
  | { readonly type: "warning"; readonly text: string }
  | { readonly type: "place"; readonly tracker: string; readonly place: string }
  | { readonly type: "stop-requested" }
  | { readonly type: "finished"; readonly outcomes: readonly NamedOutcome[] };
