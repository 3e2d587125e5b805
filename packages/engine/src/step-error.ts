import {
  canonicalJson,
  isErrorCode,
  isMlopsError,
  type JsonObject,
  MlopsError,
  nullifyNonFinite,
  redactText,
  type StepError,
} from "@mlops/core";

/** An error as plain data for the journal. A foreign error is INTERNAL_ERROR with its own name and message. */
export function toStepError(error: unknown): StepError {
  if (!isMlopsError(error)) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : `Thrown: ${String(error)}`;
    return { code: "INTERNAL_ERROR", message: redactText(text), retryable: false };
  }
  const { code, message, hint, retryable } = error;
  const details = plainDetails(error.details);
  return { code, message, hint, retryable, ...(Object.keys(details).length > 0 && { details }) };
}

/**
 * The error that a workflow meets: built from the journalled data, both when the step fails and when a resumption
 * answers the failure from the journal. The original is its cause where this process has it.
 */
export function fromStepError(error: StepError, cause?: unknown): MlopsError {
  const known = isErrorCode(error.code);
  return new MlopsError(known ? error.code : "INTERNAL_ERROR", error.message, {
    ...(error.hint !== undefined && { hint: error.hint }),
    // A newer version of the product may have journalled a code that this one does not know.
    details: known ? (error.details ?? {}) : { ...error.details, code: error.code },
    ...(error.retryable !== undefined && { retryable: error.retryable }),
    ...(cause !== undefined && { cause }),
  });
}

/** The error, what caused it and what it gathers (AggregateError), without repetition. */
export function* errorChain(error: unknown, seen = new Set<unknown>()): Generator<unknown, void, undefined> {
  if (seen.has(error)) return;
  seen.add(error);
  yield error;
  if (error instanceof AggregateError) for (const part of error.errors) yield* errorChain(part, seen);
  if (error instanceof Error && error.cause !== undefined) yield* errorChain(error.cause, seen);
}

function plainDetails(details: Readonly<Record<string, unknown>>): JsonObject {
  try {
    return JSON.parse(canonicalJson(nullifyNonFinite(details).value)) as JsonObject;
  } catch (problem) {
    return { detailsOmitted: problem instanceof Error ? problem.message : String(problem) };
  }
}
