import { setTimeout as delay } from "node:timers/promises";

import { cancelled, type Clock, type Instant } from "@mlops/core";

/** The machine's clock; with `frozenAt` the domain's `now` stands still there while `wall` and `monotonic` go on. */
export function systemClock(frozenAt?: Instant): Clock {
  return {
    now: () => frozenAt ?? Date.now(),
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: async (milliseconds, signal) => {
      try {
        await delay(milliseconds, undefined, signal && { signal });
      } catch {
        throw cancelled(signal?.reason);
      }
    },
  };
}
