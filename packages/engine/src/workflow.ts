import {
  type Instant,
  type JsonValue,
  MlopsError,
  type RandomKey,
  type RandomStream,
  type RunEvent,
} from "@mlops/core";

import type { RetryPolicy } from "./retry-policy.ts";

/**
 * A workflow is an ordinary async function whose effects happen in journalled steps. Loops, conditions and `Promise.all`
 * are the language's own.
 *
 * Laws of the function (`run`), on which resuming rests:
 * - It is deterministic: instants, random numbers and outside data come from its context, its input and the results of
 *   its steps, never from elsewhere.
 * - It awaits nothing but its steps. (A sequential workflow may also await something quick, such as a dynamic import.)
 * - It may run many times; only its steps have effects. A step is executed at least once; its *result* is committed once.
 * - What it decides is a value: a missed gate is returned, never thrown.
 */
export interface Workflow<Input = unknown, Result = unknown> {
  /** Kebab-case. */
  readonly name: string;
  /** An integer from 1; raise it when the order or meaning of the steps changes. Runs of another version are not resumed. */
  readonly version: number;
  /** What `runs list --kind` shows; the name when absent. */
  readonly kind?: string;
  /** A zod schema, or anything with its `parse`. What it answers is stored, so `parse(parse(x))` must equal `parse(x)`. */
  readonly input: InputParser<Input>;
  run(context: WorkflowContext, input: Input): Promise<Result>;
  /** What the run's record says about a result: metrics for lists, and reasons, which make the run `degraded`. */
  summarize?(result: Result): RunSummary;
}

export interface InputParser<Input> {
  parse(value: unknown): Input;
}

export interface RunSummary {
  /** Metric names are the field's: `mae`, `r2`. One that is not finite becomes null, with the reason `non-finite-metric`. */
  readonly metrics?: Readonly<Record<string, number | null>>;
  /** Kebab-case reason codes; empty or absent when ok. */
  readonly reasons?: readonly string[];
}

/** The workflow function's only access to the world. */
export interface WorkflowContext {
  readonly runId: string;
  /** The domain's instant of the run: frozen at its start, the same after every resumption. */
  readonly now: Instant;
  readonly seed: number;
  /** Aborts when the run is cancelled or its claim is lost. */
  readonly signal: AbortSignal;
  /**
   * Executes `fn` once and journals its result; on a resumption the journalled result is answered and `fn` is not
   * called. The answer is the result's JSON, also the first time, so that both are equal; `undefined` stays `undefined`.
   *
   * The call takes the next position in the run's order of steps. A journal that has another step there, or this step
   * elsewhere, or a finished step that was never asked for, is another workflow's: WORKFLOW_CHANGED.
   *
   * Several steps may be under way at once (`Promise.all` over calls, or over branches of steps). Their results are handed to the workflow one at a time, in the order in
   * which they were committed, so that a resumed run meets them in the same order and asks for its steps in the same
   * order. When the workflow ends, steps that it no longer awaits are stopped and waited for.
   *
   * @param name kebab-case; with `options.key` the step's key is `name#key`
   * @throws MlopsError what `fn` failed with, as it was journalled (code, message, hint, details); a foreign error is
   *   INTERNAL_ERROR. STEP_TIMED_OUT, STEP_RESULT_TOO_LARGE, VALUE_NOT_JSON; CANCELLED once the run is cancelled.
   *   WORKFLOW_STEP_DUPLICATE and WORKFLOW_CHANGED end the run whether or not the workflow catches them.
   */
  step<Result>(name: string, fn: StepFunction<Result>, options?: StepOptions): Promise<Result>;
  /** A stream of its own for each label, the same after every resumption. */
  random(label: string): RandomStream;
  /** Not repeated for the part of a resumed run that the journal answers. */
  emit(event: WorkflowEvent): void;
  log(level: LogLevel, text: string, details?: MessageDetails): void;
}

export type StepFunction<Result> = (context: StepContext) => Result | Promise<Result>;

export interface StepOptions {
  /** Tells repetitions of a step apart: `[A-Za-z0-9][A-Za-z0-9._:+-]*`, the whole step key at most 200 characters. */
  readonly key?: string | number;
  /** One attempt when absent. */
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds for one attempt, more than 0; no limit when absent. The step's signal aborts, and the attempt counts as failed. */
  readonly timeoutMs?: number;
}

export interface StepContext {
  /** Aborts when the attempt times out, the run is cancelled, its claim is lost, or the workflow has ended. */
  readonly signal: AbortSignal;
  /** From 1, counted over all processes. */
  readonly attempt: number;
  /** Run id and step key: the identity under which a step's outside effects are made, equal for all attempts. */
  readonly idempotencyKey: string;
  /** The root of the step's random streams: equal for all attempts, independent of other steps. */
  readonly randomKey: RandomKey;
  random(label?: string): RandomStream;
  /** `total` is null where it is not known. */
  progress(done: number, total: number | null, note?: string): void;
  emit(event: WorkflowEvent): void;
  log(level: LogLevel, text: string, details?: MessageDetails): void;
}

type WithoutBase<Event> = Event extends RunEvent ? Omit<Event, "runId" | "at" | "recordedAt"> : never;

/** What a workflow or step may emit; the engine adds the run and the instants, and emits the other events itself. */
export type WorkflowEvent = WithoutBase<Extract<RunEvent, { type: "metrics" | "message" | "progress" | "alert" }>>;
export type LogLevel = "debug" | "info" | "warn" | "error";
export type MessageDetails = Readonly<Record<string, JsonValue>>;

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @throws MlopsError WORKFLOW_INVALID where the name or the version cannot be used */
export function defineWorkflow<Input, Result>(workflow: Workflow<Input, Result>): Workflow<Input, Result> {
  if (!NAME.test(workflow.name)) {
    throw new MlopsError("WORKFLOW_INVALID", `"${workflow.name}" is not a workflow name.`, {
      hint: "Use kebab-case: lower-case letters, digits and single dashes, starting with a letter.",
    });
  }
  if (!Number.isSafeInteger(workflow.version) || workflow.version < 1) {
    throw new MlopsError("WORKFLOW_INVALID", `Workflow ${workflow.name} has version ${workflow.version}.`, {
      hint: "Versions are integers from 1.",
    });
  }
  return workflow;
}
