import type { Clock } from "@mlops/core";

/** Keeps the starts of sends to one host at least `intervalMs` apart, in the order in which they asked. */
export function pacing(clock: Clock, intervalMs: number): (host: string, signal: AbortSignal) => Promise<void> {
  const nextFree = new Map<string, number>();
  return async (host, signal) => {
    if (intervalMs <= 0) return;
    const now = clock.monotonic();
    const start = Math.max(now, nextFree.get(host) ?? now);
    nextFree.set(host, start + intervalMs);
    if (start > now) await clock.sleep(start - now, signal);
  };
}
