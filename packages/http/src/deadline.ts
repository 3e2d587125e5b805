import { cancelled, type Clock, type MlopsError } from "@mlops/core";

/** The time that some work has, on the machine's monotonic clock, joined with the caller's signal. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Milliseconds, negative once it has passed. */
  remaining(): number;
}

/** Aborts its signal with `onExpiry()` after `milliseconds`, and with CANCELLED when `outer` aborts. */
export function deadlineIn(
  milliseconds: number,
  clock: Clock,
  onExpiry: () => MlopsError,
  outer?: AbortSignal,
): Deadline {
  const end = clock.monotonic() + milliseconds;
  const work = new AbortController();
  const timer = new AbortController();
  const onOuterAbort = (): void => work.abort(cancelled(outer?.reason));
  if (outer?.aborted) onOuterAbort();
  else outer?.addEventListener("abort", onOuterAbort, { once: true });
  clock.sleep(milliseconds, timer.signal).then(
    () => work.abort(onExpiry()),
    // The sleep is cut short on disposal: nothing is left to abort then.
    () => undefined,
  );
  return {
    signal: work.signal,
    remaining: () => end - clock.monotonic(),
    [Symbol.dispose]() {
      outer?.removeEventListener("abort", onOuterAbort);
      timer.abort();
    },
  };
}
