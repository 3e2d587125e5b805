import { cancelled, type DriverContext } from "@mlops/core";

import { isBusy } from "./sqlite-errors.ts";

/** With SQLite's own wait of a second each, and the pauses between, about half a minute. */
const MOST_ATTEMPTS = 25;
const LONGEST_PAUSE_MILLISECONDS = 200;

/**
 * Runs `work`, again where the database is locked. Between attempts the event loop is free; the pauses are random, so
 * that processes that collided once do not collide again. An abort ends the waiting only: a store must still take the
 * last words of a process that was told to stop.
 */
export async function whenUnlocked<T>(work: () => T, context: DriverContext): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || attempt >= MOST_ATTEMPTS) throw error;
      if (context.signal?.aborted) throw cancelled(context.signal.reason);
      const [byte = 0] = context.entropy(1);
      const pause = 1 + (byte / 255) * Math.min(LONGEST_PAUSE_MILLISECONDS, 2 ** attempt);
      await context.clock.sleep(pause, context.signal);
    }
  }
}
