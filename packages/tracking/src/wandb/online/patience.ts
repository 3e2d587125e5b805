import type { Clock } from "@mlops/core";

import { ApiError } from "./api-error.ts";

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Sends in all; a run that goes on tries without end. */
  readonly attempts: number;
  /** Multiplies the waits that are chosen here. */
  readonly waitFactor?: number;
  /** Ends a wait early. */
  readonly wake?: AbortSignal;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
const JITTER = 0.25;

/** Repeats what may succeed later: waits 2 s, 4 s, … 60 s with up to a quarter more, or what the server asks for. */
export async function patiently<Value>(work: () => Promise<Value>, patience: Patience): Promise<Value> {
  const { clock, signal, random } = patience;
  for (let sent = 1; ; sent++) {
    try {
      return await work();
    } catch (error) {
      const isOver = signal.aborted || sent >= patience.attempts;
      if (!(error instanceof ApiError) || !error.transient || isOver) throw error;
      const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (sent - 1));
      const wait = Math.max(error.retryAfterMs ?? 0, doubled * (1 + JITTER * random())) * (patience.waitFactor ?? 1);
      await sleepUnlessWoken(wait, patience, clock);
    }
  }
}

async function sleepUnlessWoken(milliseconds: number, { signal, wake }: Patience, clock: Clock): Promise<void> {
  const ended = wake ? AbortSignal.any([signal, wake]) : signal;
  if (wake?.aborted === true) return clock.sleep(Math.min(milliseconds, FIRST_WAIT_MS), signal);
  await clock.sleep(milliseconds, ended).catch((error: unknown) => {
    if (signal.aborted) throw error;
  });
}
