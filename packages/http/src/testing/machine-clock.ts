import { cancelled, type Clock } from "@mlops/core";

/** The machine's clock; `waits` keeps what was slept, and the `skipped` waits end at once. */
export function machineClock(skipped: readonly number[] = []): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.now(),
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(milliseconds, signal) {
      if (signal?.aborted) throw cancelled(signal.reason);
      waits.push(milliseconds);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, skipped.includes(milliseconds) ? 0 : milliseconds);
      const stop = (): void => reject(cancelled(signal?.reason));
      signal?.addEventListener("abort", stop, { once: true });
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
      }
    },
  };
}
