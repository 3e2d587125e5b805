import { redactText, redactValue } from "../redaction/redact.ts";
import { errorCatalogue, type ErrorCode } from "./catalogue.ts";
import type { ErrorCategory } from "./catalogue-entry.ts";

export interface MlopsErrorOptions {
  /** What to do about it; the catalogue's `mend` when absent. */
  readonly hint?: string;
  /** Plain data for `--json`; secrets are redacted here. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean;
}

/**
 * The one error class. The message says what happened with the offending value and where; the hint says what to do.
 * Secrets registered with the redaction are replaced before the error is built, so that no sink can leak them.
 */
export class MlopsError extends Error {
  override readonly name = "MlopsError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: MlopsErrorOptions = {}) {
    super(redactText(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = redactText(options.hint ?? errorCatalogue[code].mend);
    this.details = redactValue(options.details ?? {}) as Readonly<Record<string, unknown>>;
    this.retryable = options.retryable ?? false;
  }

  get category(): ErrorCategory {
    return errorCatalogue[this.code].category;
  }
}

export function isMlopsError(error: unknown): error is MlopsError {
  return error instanceof MlopsError;
}

/** Throws when `signal` is aborted; the reason is kept as the cause. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal.reason);
}

export function cancelled(reason: unknown): MlopsError {
  if (isMlopsError(reason)) return reason;
  return new MlopsError("CANCELLED", "The work was stopped before it finished.", { cause: reason });
}
