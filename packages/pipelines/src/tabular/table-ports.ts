import type { Clock, Store } from "@mlops/core";

/** What training on a table needs from outside. */
export interface TablePorts {
  readonly store: Store;
  readonly clock: Clock;
}
