import type { ErrorCategory } from "@mlops/core";

/** The only place where outcomes become numbers. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  invalid: 3,
  gate: 4,
  inconclusive: 5,
  unavailable: 6,
  conflict: 7,
  partial: 8,
  interrupted: 130,
} as const satisfies Record<ErrorCategory | "ok", number>;

/** 128 + the signal's number, as shells count. */
export const signalExitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

export type StopSignal = keyof typeof signalExitCodes;

export function exitCodeOfError(category: ErrorCategory, stoppedBy: StopSignal | undefined): number {
  if (category === "interrupted" && stoppedBy !== undefined) return signalExitCodes[stoppedBy];
  return exitCodes[category];
}
