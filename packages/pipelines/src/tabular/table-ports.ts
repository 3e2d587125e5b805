import type { Clock, Store } from "@mlops/core";

/** What training on a table needs from outside. */
export interface TablePorts {
  readonly store: Store;
  readonly clock: Clock;
  /** Files of this machine for what a killed run would go on from; absent where nothing is kept. */
  readonly scratch?: RunScratch;
}

export interface RunScratch {
  /** An absolute path for a run's file of that name; its folder exists. */
  path(runId: string, name: string): string;
  /** Removes all files of a run. */
  remove(runId: string): Promise<void>;
}
