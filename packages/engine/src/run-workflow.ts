import {
  type Clock,
  digestJson,
  type EventSink,
  type Instant,
  isMlopsError,
  type Journal,
  type JsonObject,
  type JsonValue,
  canonicalJson,
  MlopsError,
  runId,
  type RunRecord,
} from "@mlops/core";

import { executeRun } from "./execute-run.ts";
import { fromStepError } from "./step-error.ts";
import type { InputParser, Workflow } from "./workflow.ts";

/** What running and resuming need from outside. */
export interface RunPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly events: EventSink;
  /** Cancels: steps under way are told, the run finishes `cancelled` and can be resumed. */
  readonly signal?: AbortSignal;
  /** SHA-256 of the canonical recipe; another one than the run was begun with is RECIPE_CHANGED. */
  readonly recipeDigest?: string;
  readonly acceptChangedRecipe?: boolean;
  /** For the `run-started` event: what trackers show as the run's configuration. */
  readonly config?: JsonObject;
}

export interface RunWorkflowOptions<Input, Result> extends RunPorts {
  readonly workflow: Workflow<Input, Result>;
  /** Checked by the workflow's parser. */
  readonly input: unknown;
  readonly seed: number;
  /** The domain's instant, frozen for the run; the clock's `now` when absent. */
  readonly at?: Instant;
  /** Identity of the work; without one each call is a run of its own. */
  readonly key?: string;
  readonly parentRunId?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The process's secure random bytes, for the run's id. */
  entropy(length: number): Uint8Array;
}

export interface ResumeRunOptions<Input, Result> extends RunPorts {
  readonly workflow: Workflow<Input, Result>;
  readonly runId: string;
}

/** `created`: begun here. `resumed`: begun before, finished here. `replayed`: had succeeded before; nothing was executed. */
export type RunOrigin = "created" | "resumed" | "replayed";

export type RunOutcome<Result> = { readonly run: RunRecord; readonly origin: RunOrigin } & (
  | { readonly status: "succeeded"; readonly result: Result }
  | { readonly status: "failed" | "cancelled"; readonly error: MlopsError }
);

/**
 * Begins a run and executes it to its end. Where a run with `key` exists, it is that run: one that succeeded answers its
 * stored result, any other is resumed.
 *
 * @throws MlopsError WORKFLOW_INPUT_INVALID, RUN_HELD, RUN_INPUT_CHANGED, RECIPE_CHANGED, WORKFLOW_CHANGED, LEASE_LOST,
 *   what the journal throws. A failure or cancellation of the run itself is answered, not thrown: see `resultOf`.
 */
export async function runWorkflow<Input, Result>(
  options: RunWorkflowOptions<Input, Result>,
): Promise<RunOutcome<Result>> {
  const { workflow, clock, journal, seed, key, recipeDigest, parentRunId, labels } = options;
  const input = parseInput(workflow, options.input);
  const { created, run } = await journal.begin({
    runId: runId(clock.wall(), options.entropy(6)),
    workflow: workflow.name,
    workflowVersion: workflow.version,
    kind: workflow.kind ?? workflow.name,
    input: plain(input),
    at: options.at ?? clock.now(),
    seed,
    ...(key !== undefined && { key }),
    ...(recipeDigest !== undefined && { recipeDigest }),
    ...(parentRunId !== undefined && { parentRunId }),
    ...(labels && { labels }),
  });
  if (!created) assertSameWork(run, { workflow: workflow.name, inputDigest: digestJson(input), seed });
  return continueRun(options, run, created ? "created" : "resumed");
}

/**
 * Executes the rest of a run. One that succeeded answers its stored result; one that failed executes the failed step and
 * what comes after it; one that was cancelled or interrupted goes on where it was.
 *
 * @throws MlopsError RUN_NOT_FOUND, and like `runWorkflow`
 */
export async function resumeRun<Input, Result>(options: ResumeRunOptions<Input, Result>): Promise<RunOutcome<Result>> {
  const run = await options.journal.get(options.runId);
  if (!run) throw new MlopsError("RUN_NOT_FOUND", `There is no run ${options.runId}.`);
  return continueRun(options, run, "resumed");
}

/** @throws MlopsError what the run failed with, or CANCELLED */
export function resultOf<Result>(outcome: RunOutcome<Result>): Result {
  if (outcome.status === "succeeded") return outcome.result;
  throw outcome.error;
}

async function continueRun<Input, Result>(
  options: RunPorts & { readonly workflow: Workflow<Input, Result> },
  run: RunRecord,
  origin: "created" | "resumed",
): Promise<RunOutcome<Result>> {
  const { workflow, journal, clock, events, signal, config = {} } = options;
  const warning = assertSameRecipe(run, options);
  if (run.workflow !== workflow.name) throw otherWorkflow(run, workflow);
  if (run.status === "succeeded") return replayed(run);
  if (run.workflowVersion !== workflow.version) throw otherWorkflow(run, workflow);
  await using claim = await journal.claim(run.runId);
  const claimed = (await journal.get(run.runId)) ?? run;
  // It may have been finished by another process between the first look and the claim.
  if (claimed.status === "succeeded") return replayed(claimed);
  const executed = await executeRun({
    workflow,
    input: parseInput(workflow, run.input),
    run,
    claim,
    clock,
    events,
    config,
    resumed: origin === "resumed",
    ...(signal && { signal }),
    ...(warning !== undefined && { warning }),
  });
  return outcomeOfRun(executed.run, origin, executed.error);
}

function replayed<Result>(run: RunRecord): RunOutcome<Result> {
  return outcomeOfRun(run, "replayed");
}

function outcomeOfRun<Result>(run: RunRecord, origin: RunOrigin, thrown?: MlopsError): RunOutcome<Result> {
  // The result is the journal's JSON: that it has the type which the workflow returned is the workflow's promise.
  if (run.status === "succeeded") return { run, origin, status: "succeeded", result: run.result as Result };
  const error = thrown ?? fromStepError(run.error ?? { code: "INTERNAL_ERROR", message: `Run ${run.runId} failed.` });
  return { run, origin, status: run.status === "cancelled" ? "cancelled" : "failed", error };
}

function parseInput<Input>(
  workflow: { readonly name: string; readonly input: InputParser<Input> },
  input: unknown,
): Input {
  try {
    return workflow.input.parse(input);
  } catch (cause) {
    if (isMlopsError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("WORKFLOW_INPUT_INVALID", `The input of workflow ${workflow.name} is not valid: ${reason}`, {
      cause,
    });
  }
}

function plain(input: unknown): JsonValue {
  return JSON.parse(canonicalJson(input)) as JsonValue;
}

function assertSameWork(
  run: RunRecord,
  now: { readonly workflow: string; readonly inputDigest: string; readonly seed: number },
): void {
  const differing = (["workflow", "inputDigest", "seed"] as const).filter((field) => run[field] !== now[field]);
  if (differing.length === 0) return;
  throw new MlopsError(
    "RUN_INPUT_CHANGED",
    `Run ${run.runId} with the key "${run.key}" was begun with another ${differing.join(", another ").replace("inputDigest", "input")}.`,
    { details: { runId: run.runId, key: run.key, differing } },
  );
}

/** Answers a warning where the recipe differs and the caller accepts that. */
function assertSameRecipe(run: RunRecord, now: RunPorts): string | undefined {
  if (run.recipeDigest === undefined || now.recipeDigest === undefined || run.recipeDigest === now.recipeDigest) {
    return undefined;
  }
  const short = (digest: string): string => digest.slice(0, 12);
  const difference = `Run ${run.runId} was begun with recipe ${short(run.recipeDigest)}, the recipe is now ${short(now.recipeDigest)}`;
  if (now.acceptChangedRecipe) return `${difference}; going on with the new one was accepted.`;
  throw new MlopsError("RECIPE_CHANGED", `${difference}.`, {
    details: { runId: run.runId, begunWith: run.recipeDigest, now: now.recipeDigest },
  });
}

function otherWorkflow(run: RunRecord, workflow: { readonly name: string; readonly version: number }): MlopsError {
  return new MlopsError(
    "WORKFLOW_CHANGED",
    `Run ${run.runId} belongs to workflow ${run.workflow} version ${run.workflowVersion}, not to ${workflow.name} version ${workflow.version}.`,
    { details: { runId: run.runId, workflow: run.workflow, version: run.workflowVersion } },
  );
}
