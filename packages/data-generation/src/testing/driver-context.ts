import { randomBytes } from "node:crypto";

import { cancelled, type Clock, type DriverContext, isMlopsError, type MlopsError } from "@mlops/core";

export const SEOUL = {
  id: "108",
  timeZone: "Asia/Seoul",
  holidays: "KR",
  latitude: 37.571,
  longitude: 126.966,
} as const;
export const INCHEON = {
  id: "112",
  timeZone: "Asia/Seoul",
  holidays: "KR",
  latitude: 37.478,
  longitude: 126.624,
} as const;

/** Real time, but waits between `least` and `most` ms (back-off, pacing) end at once. */
export function impatientClock(wall = Date.now(), least = 1, most = 9_000): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => wall,
    wall: () => wall,
    monotonic: () => performance.now(),
    async sleep(milliseconds, signal) {
      if (signal?.aborted) throw cancelled(signal.reason);
      waits.push(milliseconds);
      if (milliseconds >= least && milliseconds <= most) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", () => reject(cancelled(signal.reason)), { once: true });
      await promise.finally(() => clearTimeout(timer));
    },
  };
}

export function driverContext(overrides: Partial<DriverContext> = {}): DriverContext {
  return {
    clock: impatientClock(),
    offline: false,
    entropy: (length) => randomBytes(length),
    warn: () => undefined,
    ...overrides,
  };
}

/** The MlopsError that `work` ends in; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<MlopsError> {
  const error: unknown = await work.then(
    () => new Error("expected a failure"),
    (reason: unknown) => reason,
  );
  if (!isMlopsError(error)) throw error;
  return error;
}
