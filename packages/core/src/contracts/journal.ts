import type { BlobReference } from "./blob-store.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";

/**
 * The journal of runs: what makes a workflow resumable. Steps are at-least-once; their *results* are exactly once: the
 * first result committed for a step key stands, whoever commits it.
 */
export interface Journal {
  /** Creates the run, or answers the one that already has `start.key`. */
  begin(start: RunStart): Promise<{ readonly created: boolean; readonly run: RunRecord }>;
  get(runId: string): Promise<RunRecord | undefined>;
  /** Takes the right to execute the run: one process at a time. @throws MlopsError RUN_HELD naming the live holder. */
  claim(runId: string): Promise<RunClaim>;
}

/** The right to execute one run. Disposing gives it back; its lease is renewed in the background until then. */
export interface RunClaim extends AsyncDisposable {
  readonly runId: string;
  /** Aborts when the claim is lost to another process. */
  readonly signal: AbortSignal;
  /** In order of commit, without those that a finish has reopened since (`RunFinish.reopens`). */
  completedSteps(): Promise<readonly StepRecord[]>;
  /** Notes that an attempt begins; answers its number, counted over all processes, from 1. */
  beginStep(step: StepAttempt): Promise<number>;
  /** Commits a result; answers the one that stands. @throws MlopsError LEASE_LOST when the claim is lost. */
  commitStep(result: StepResult): Promise<StepRecord>;
  /**
   * Ends the run. `succeeded` is final; a run that failed or was cancelled may be claimed again, and reads `running`
   * from then on. @throws MlopsError LEASE_LOST when the claim is lost.
   */
  finish(finish: RunFinish): Promise<RunRecord>;
}

export interface RunStart {
  readonly runId: string;
  /** Identity of the work: two starts with one key are one run. The run id when absent. */
  readonly key?: string;
  readonly workflow: string;
  readonly workflowVersion: number;
  /** What is shown by `runs list --kind`; the workflow's name when absent. */
  readonly kind?: string;
  readonly input: JsonValue;
  readonly recipeDigest?: string;
  readonly parentRunId?: string;
  /** The domain's instant. */
  readonly at: number;
  readonly seed: number;
  /** Names and versions for people: recipe, station, environment. */
  readonly labels?: Readonly<Record<string, string>>;
}

export type RunStatus = "running" | "succeeded" | "failed" | "interrupted" | "cancelled";

export interface RunRecord extends RunStart {
  readonly key: string;
  readonly kind: string;
  readonly inputDigest: string;
  /** A run without a finish whose process is gone reads `interrupted`. */
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly finishedAt?: number;
  /** The workflow's result, or its error. */
  readonly result?: JsonValue;
  readonly error?: StepError;
  /** Metric names are the field's: `mae`, `r2`. */
  readonly metrics?: Readonly<Record<string, number | null>>;
  readonly reasons?: readonly string[];
}

export interface RunFinish {
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly result?: JsonValue;
  readonly error?: StepError;
  readonly metrics?: Readonly<Record<string, number | null>>;
  readonly reasons?: readonly string[];
  /**
   * Keys of the steps that a resumption executes again: those whose failure ended the run, and those asked for after
   * it. Their results no longer stand.
   */
  readonly reopens?: readonly string[];
}

export interface StepStart {
  /** Unique in the run: the step's name, plus `#key` where a step repeats. */
  readonly stepKey: string;
  /** Position in the order in which the workflow asked for steps. */
  readonly index: number;
}

export interface StepAttempt extends StepStart {
  /** Why the attempt before this one, in this process, failed: what makes this one a retry. */
  readonly previousError?: StepError;
}

export interface StepResult extends StepStart {
  readonly status: "succeeded" | "failed";
  /** JSON of at most 256 KiB; larger results go to blobs. */
  readonly value?: JsonValue;
  readonly error?: StepError;
  readonly attempts: number;
  readonly durationMs: number;
  readonly blobs?: readonly BlobReference[];
}

export interface StepRecord extends StepResult {
  readonly committedAt: number;
}

export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details?: JsonObject;
  readonly retryable?: boolean;
}
