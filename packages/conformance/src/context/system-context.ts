import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { cancelled, type Clock, type DriverContext } from "@mlops/core";

/** The machine's time. */
export const machineClock: Clock = {
  now: () => Date.now(),
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch {
      throw cancelled(signal?.reason);
    }
  },
};

/** A driver's context on the real machine; a warning is an error of the test unless `warn` takes it. */
export function systemContext(overrides: Partial<DriverContext> = {}): DriverContext {
  return {
    clock: machineClock,
    offline: true,
    entropy: (length) => randomBytes(length),
    warn(message) {
      throw new Error(`unexpected warning: ${message}`);
    },
    ...overrides,
  };
}
