import { randomBytes } from "node:crypto";

import { machineClock } from "../machine-clock.ts";
import type { ConnectionOptions } from "../wandb/online/live-upload.ts";
import { FAKE_KEY } from "./fake-state.ts";

/** A connection to a server of tests that waits a thousandth of what it should between two attempts. */
export function fakeConnection(baseUrl: string, over: Partial<ConnectionOptions> = {}): ConnectionOptions {
  return {
    baseUrl,
    key: FAKE_KEY,
    userAgent: "mlops/test",
    offline: false,
    environment: {},
    clock: machineClock,
    waitFactor: 0.001,
    entropy: (length) => randomBytes(length),
    warn: () => undefined,
    ...over,
  };
}
