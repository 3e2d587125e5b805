/**
 * Leases: at most one holder of a name at a time, by machine time, with a fencing token.
 *
 * A lease is lost when it is not renewed within its time to live. Its epoch grows with every new holder; whoever writes
 * on behalf of a lease passes the epoch and is refused (LEASE_LOST) once a higher one exists.
 */
export interface LeaseStore {
  acquire(name: string, request: LeaseRequest): Promise<LeaseAnswer>;
  /** The current holder, if the lease is held. */
  inspect(name: string): Promise<LeaseHolder | undefined>;
}

export interface LeaseRequest {
  readonly holder: ProcessIdentity;
  /** Milliseconds. */
  readonly timeToLive: number;
}

/** Which process: a holder on this host whose process is gone is dead at once, without waiting for its lease to end. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** A token made at process start: tells a process from a later one with the same pid. */
  readonly token: string;
  /** What it is doing, for people: `realtime r20131005120000abcdef`. */
  readonly purpose: string;
}

export interface LeaseHolder extends ProcessIdentity {
  readonly epoch: number;
  readonly acquiredAt: number;
  readonly expiresAt: number;
}

export type LeaseAnswer =
  | { readonly acquired: true; readonly lease: Lease }
  | { readonly acquired: false; readonly heldBy: LeaseHolder };

export interface Lease {
  readonly name: string;
  /** The fencing token: dense, starts at 1. */
  readonly epoch: number;
  readonly expiresAt: number;
  /** @throws MlopsError LEASE_LOST when another holder took over. */
  renew(): Promise<void>;
  /** @throws MlopsError LEASE_LOST when this lease is no longer the newest or has run out. */
  assertHeld(): Promise<void>;
  release(): Promise<void>;
}
