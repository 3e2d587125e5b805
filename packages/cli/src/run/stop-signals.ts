import { MlopsError } from "@mlops/core";

import { signalExitCodes, type StopSignal } from "../exit-code.ts";

export interface StopSignals extends Disposable {
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Which signal came first, if any. */
  readonly stoppedBy: StopSignal | undefined;
}

/** First signal: abort gracefully and say so. Second: leave at once. */
export function listenForStop(announce: (signal: StopSignal) => void): StopSignals {
  const controller = new AbortController();
  let stoppedBy: StopSignal | undefined;
  const stop = (signal: StopSignal): void => {
    if (stoppedBy !== undefined) process.exit(signalExitCodes[signal]);
    stoppedBy = signal;
    announce(signal);
    controller.abort(new MlopsError("CANCELLED", `Stopped by ${signal}.`));
  };
  const onInterrupt = (): void => stop("SIGINT");
  const onTerminate = (): void => stop("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    get stoppedBy() {
      return stoppedBy;
    },
    [Symbol.dispose]() {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
