import type { StoreDriver } from "@mlops/core";

/** A store driver under test. */
export interface StoreSubject {
  readonly name: string;
  /** URL of the module whose default export is the driver; child processes import it. */
  readonly driverModule: string;
  readonly driver: StoreDriver;
  /** Options (plain JSON) of a store that does not exist yet, or a promise of them. */
  readonly newOptions: () => unknown;
  /** Removes what `newOptions` made. */
  readonly removeStore?: (options: unknown) => Promise<void> | void;
  /** Where the bytes of a closed store lie, so that the suite can damage them; absent where they are out of reach. */
  readonly files?: (options: unknown) => Promise<StoreFiles> | StoreFiles;
  /** Laws, by their names in the suite, that the driver does not keep. One that it keeps fails the suite as stale. */
  readonly deviations?: Readonly<Record<string, string>>;
  /** Processes of the cold start; 64 by default. */
  readonly coldStarts?: number;
}

export interface StoreFiles {
  readonly documents: readonly string[];
  readonly blobs: readonly string[];
}

/** What child processes need to open the same store. */
export interface StoreAddress {
  readonly driverModule: string;
  readonly options: unknown;
}
