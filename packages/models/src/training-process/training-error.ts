import { isErrorCode, MlopsError } from "@mlops/core";

import type { TrainingMessage } from "./training-message.ts";

/** How a training process ended that left no result. */
export interface ChildEnd {
  readonly estimator: string;
  readonly message: TrainingMessage | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed. */
  readonly output: string;
}

export function trainingError({ estimator, message, code, signal, output }: ChildEnd): MlopsError {
  if (message?.kind === "memory") {
    const [used, limit] = [message.bytes, message.limit].map(megabytes);
    return outOfMemory(estimator, `it used ${used} of the ${limit} that it may`, { ...message });
  }
  if (message?.kind === "failure") {
    const { code: errorCode, message: text, hint, details, stack } = message.failure;
    if (errorCode !== null && isErrorCode(errorCode)) {
      return new MlopsError(errorCode, text, { ...(hint !== undefined && { hint }), ...(details && { details }) });
    }
    return new MlopsError("ESTIMATOR_PROCESS_FAILED", `${estimator} threw while training: ${text}`, {
      details: { estimator, stack },
    });
  }
  if (/heap out of memory|Reached heap limit|bad_alloc/.test(output)) {
    return outOfMemory(estimator, "its heap is full", { output });
  }
  const end = signal === null ? `with the exit code ${code}` : `by ${signal}`;
  const killed = signal === "SIGKILL" ? "; the system does that when memory is short" : "";
  return new MlopsError("ESTIMATOR_PROCESS_FAILED", `The process that trains ${estimator} ended ${end}${killed}.`, {
    details: { estimator, code, signal, output },
  });
}

function outOfMemory(estimator: string, how: string, details: Readonly<Record<string, unknown>>): MlopsError {
  return new MlopsError("ESTIMATOR_OUT_OF_MEMORY", `Training ${estimator} ran out of memory: ${how}.`, {
    details: { estimator, ...details },
  });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
