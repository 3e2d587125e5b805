import { nullifyNonFinite, type Outcome, redactValue } from "@mlops/core";
import type { MlopsError } from "@mlops/core";

/**
 * The one document of `--json`: `schema`, `status`, `reasons`, then the command's fields in the order it gave them.
 * Numbers without a JSON form are null, and `nonFinite` says which they were. Secrets are redacted.
 */
export function renderDocument(
  name: string,
  outcome: Outcome,
  fields: Readonly<Record<string, unknown>>,
  indent = 0,
): string {
  const { value, reasons } = nullifyNonFinite(redactValue(fields) as Record<string, unknown>);
  const document = {
    schema: `mlops.${name}/v1`,
    status: outcome.status,
    reasons: outcome.reasons,
    ...value,
    ...(reasons.length > 0 && { nonFinite: reasons }),
  };
  return JSON.stringify(document, null, indent);
}

/** The error document of `--json`. `details` carries the stack only where it was asked for. */
export function renderErrorDocument(
  error: MlopsError,
  options: { readonly stack: boolean; readonly indent?: number },
): string {
  return renderDocument(
    "error",
    { status: "failed", reasons: [] },
    {
      error: {
        code: error.code,
        message: error.message,
        hint: error.hint,
        details: error.details,
        ...(options.stack && { stack: stackOf(error) }),
      },
    },
    options.indent,
  );
}

/** The stack of an error and of what caused it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
