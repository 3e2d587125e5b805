import type { BlobStore } from "./blob-store.ts";
import type { DocumentStore } from "./document-store.ts";
import type { LeaseStore } from "./lease.ts";

/** What a store driver opens. Disposing twice is allowed; any call after it is STORE_CLOSED. */
export interface Store extends DocumentStore, AsyncDisposable {
  readonly driver: string;
  readonly supports: StoreSupports;
  readonly blobs: BlobStore;
  readonly leases: LeaseStore;
  /** Where it is and what it runs on, for `doctor`; without secrets. */
  describe(): Promise<StoreDescription>;
  /** Looks for damage: torn documents, blobs whose bytes do not match, what the server's own check says. */
  check(options?: { readonly signal?: AbortSignal }): AsyncIterable<StoreFinding>;
}

export interface StoreSupports {
  /** `findAndUpdate` and `update` are atomic across processes. */
  readonly findAndUpdate: boolean;
  /** Unique indexes hold across processes. */
  readonly uniqueIndexes: boolean;
}

export interface StoreDescription {
  readonly driver: string;
  readonly location: string;
  readonly version: string;
  readonly schemaVersion: number;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface StoreFinding {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly where: string;
  readonly message: string;
}
