import {
  canonicalJson,
  type JsonValue,
  type RunFinish,
  type RunRecord,
  type RunStatus,
  type StepError,
  type StepRecord,
  type StepResult,
} from "@mlops/core";

import type { FinishDocument, RunDocument, StepDocument } from "./journal-documents.ts";

/** A run's document and status as the contract's record. */
export function runRecord(document: RunDocument, status: RunStatus, end: RunEnd = document): RunRecord {
  const { runId, key, kind, workflow, workflowVersion, inputDigest, at, seed, startedAt } = document;
  return {
    runId,
    key,
    kind,
    workflow,
    workflowVersion,
    inputDigest,
    at,
    seed,
    startedAt,
    status,
    input: parse(document.input),
    ...present({
      recipeDigest: document.recipeDigest,
      parentRunId: document.parentRunId,
      labels: document.labels,
    }),
    ...(status !== "running" && status !== "interrupted" && endFields(end)),
  };
}

/** The end of a run, from its document or from the finish that its document does not repeat yet. */
export type RunEnd = Pick<RunDocument, "finishedAt" | "result" | "error" | "metrics" | "reasons">;

export function runEnd({ recordedAt, result, error, metrics, reasons }: FinishDocument): RunEnd {
  return { finishedAt: recordedAt, ...present({ result, error, metrics, reasons }) };
}

/** The part of a finish that is stored. */
export function finishFields(finish: RunFinish): Omit<RunEnd, "finishedAt"> & Pick<FinishDocument, "reopens"> {
  const { result, error, metrics, reasons, reopens } = finish;
  return present({
    result: result === undefined ? undefined : canonicalJson(result),
    error: error && canonicalJson(error),
    metrics,
    reasons,
    reopens,
  });
}

export function stepRecord(document: StepDocument): StepRecord {
  const { stepKey, index, status, attempts, durationMs, recordedAt } = document;
  return {
    stepKey,
    index,
    status,
    attempts,
    durationMs,
    committedAt: recordedAt,
    ...(document.value !== undefined && { value: parse(document.value) }),
    ...present({ error: parseError(document.error), blobs: document.blobs }),
  };
}

/** The part of a result that is stored. */
export function stepFields(
  result: StepResult,
): Pick<StepDocument, "status" | "attempts" | "durationMs" | "value" | "error" | "blobs"> {
  const { status, attempts, durationMs, value, error, blobs } = result;
  return {
    status,
    attempts,
    durationMs,
    ...present({
      value: value === undefined ? undefined : canonicalJson(value),
      error: error && canonicalJson(error),
      blobs,
    }),
  };
}

export function parseError(text: string | undefined): StepError | undefined {
  // Written by `finishFields` or `stepFields` and protected by the document's checksum.
  return text === undefined ? undefined : (JSON.parse(text) as StepError);
}

function parse(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

function endFields({ finishedAt, result, error, metrics, reasons }: RunEnd) {
  return {
    ...(result !== undefined && { result: parse(result) }),
    ...present({ finishedAt, error: parseError(error), metrics, reasons }),
  };
}

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are undefined. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}
