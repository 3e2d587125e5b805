import { setTimeout as delay } from "node:timers/promises";

import { cancelled, type Clock } from "@mlops/core";

/** The machine's clock, for threads that are not given one. */
export const machineClock: Clock = {
  now: () => Date.now(),
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
