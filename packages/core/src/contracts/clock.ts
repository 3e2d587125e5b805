import type { Instant } from "../time/instant.ts";

/**
 * Two clocks. `now` is the domain's: what is known, predicted and judged is relative to it; `--at` freezes it.
 * `wall` and `monotonic` are the machine's: leases, timeouts, retries, spools.
 */
export interface Clock {
  /** The domain's instant. */
  now(): Instant;
  /** The machine's UTC milliseconds. */
  wall(): Instant;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number;
  /** Resolves after `milliseconds` of machine time; rejects with CANCELLED when `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
