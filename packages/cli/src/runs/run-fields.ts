import { formatInstant, type RunRecord } from "@mlops/core";
import type { RunStepView } from "@mlops/store";

/** A run as `--json` shows it in a list. */
export function runFields(run: RunRecord): Readonly<Record<string, unknown>> {
  const { runId, kind, status, startedAt, finishedAt, at, metrics, reasons, labels, parentRunId } = run;
  return {
    runId,
    kind,
    status,
    startedAt: formatInstant(startedAt),
    finishedAt: finishedAt === undefined ? null : formatInstant(finishedAt),
    durationMs: finishedAt === undefined ? null : finishedAt - startedAt,
    at: formatInstant(at),
    metrics: metrics ?? {},
    reasons: reasons ?? [],
    labels: labels ?? {},
    ...(parentRunId !== undefined && { parentRunId }),
  };
}

/** A step of a run; its name holds the key (`fine-tune#2`) where the step repeats. */
export function stepFields(step: RunStepView): Readonly<Record<string, unknown>> {
  const { stepKey, status, attempts, startedAt, durationMs, error } = step;
  return {
    name: stepKey,
    status,
    attempt: attempts,
    startedAt: formatInstant(startedAt),
    durationMs: durationMs ?? null,
    ...(error && { error }),
  };
}
