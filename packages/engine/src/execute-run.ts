import {
  type Clock,
  type EventSink,
  isMlopsError,
  type JsonObject,
  MlopsError,
  nullifyNonFinite,
  outcomeOf,
  randomKey,
  randomStream,
  type RunClaim,
  type RunFinish,
  type RunRecord,
  splitKey,
} from "@mlops/core";

import { resultJson } from "./result-json.ts";
import { type Emit, runEmitter } from "./run-emitter.ts";
import { RunSteps } from "./run-steps.ts";
import { fromStepError, toStepError } from "./step-error.ts";
import type { RunSummary, Workflow, WorkflowContext } from "./workflow.ts";

export interface ExecuteRun<Input, Result> {
  readonly workflow: Workflow<Input, Result>;
  readonly input: Input;
  readonly run: RunRecord;
  readonly claim: RunClaim;
  readonly clock: Clock;
  readonly events: EventSink;
  readonly resumed: boolean;
  readonly config: JsonObject;
  /** A difference that the caller accepts and the run's readers should know of. */
  readonly warning?: string;
  readonly signal?: AbortSignal;
}

export interface ExecutedRun {
  readonly run: RunRecord;
  /** Why it did not succeed. */
  readonly error?: MlopsError;
}

type Settled = { readonly returned: unknown } | { readonly thrown: unknown };

/**
 * Executes the workflow under a claim and finishes the run.
 *
 * @throws MlopsError LEASE_LOST, WORKFLOW_CHANGED, what the journal throws: the run is then left unfinished
 */
export async function executeRun<Input, Result>(options: ExecuteRun<Input, Result>): Promise<ExecutedRun> {
  const { run, claim, clock, resumed } = options;
  const emit = runEmitter(options.events, clock, run);
  const start = clock.monotonic();
  emit({ type: "run-started", kind: run.kind, config: options.config, resumed });
  if (options.warning !== undefined) emit({ type: "message", level: "warn", text: options.warning });
  const ended = (status: RunRecord["status"], reasons: readonly string[]): void => {
    const outcome = status === "succeeded" ? outcomeOf(reasons).status : "failed";
    emit({ type: "run-finished", status, outcome, reasons, durationMs: clock.monotonic() - start });
  };
  try {
    const { finish, error } = await runToEnd(options, emit);
    const record = await claim.finish(finish);
    ended(record.status, finish.reasons ?? []);
    return { run: record, ...(error && { error }) };
  } catch (error) {
    ended("interrupted", []);
    throw error;
  }
}

interface RunEnd {
  readonly finish: RunFinish;
  readonly error?: MlopsError;
}

async function runToEnd<Input, Result>(options: ExecuteRun<Input, Result>, emit: Emit): Promise<RunEnd> {
  const { workflow, run, claim, clock, input } = options;
  const root = randomKey(run.seed);
  const signal = AbortSignal.any([claim.signal, ...(options.signal ? [options.signal] : [])]);
  const steps = new RunSteps({
    workflow: workflow.name,
    journalled: await claim.completedSteps(),
    claim,
    clock,
    emit,
    signal,
    randomKey: root,
  });
  const work = async (): Promise<Result> => workflow.run(workflowContext(run, steps, emit, signal), input);
  const settled = await settle(Promise.race([work(), steps.broken]));
  const cancelledByCaller = options.signal?.aborted === true && steps.stopped;
  await steps.close();
  if (claim.signal.aborted) throw claim.signal.reason;
  if (steps.breakage) return failedBy(steps.breakage.error);
  if (cancelledByCaller) return cancelledEnd(run, options.signal?.reason);
  if ("thrown" in settled) return failed(settled.thrown, steps.reopens(settled.thrown));
  steps.assertComplete();
  return succeeded(workflow, settled.returned as Result);
}

function succeeded<Input, Result>(workflow: Workflow<Input, Result>, returned: Result): RunEnd {
  try {
    const result = resultJson(returned, `Workflow ${workflow.name}`);
    return {
      finish: { status: "succeeded", ...(result !== undefined && { result }), ...summaryOf(workflow, returned) },
    };
  } catch (error) {
    return failed(error, []);
  }
}

/** A metric that is not finite is stored as null, and the run says so. */
function summaryOf<Input, Result>(workflow: Workflow<Input, Result>, returned: Result): RunSummary {
  const { metrics, reasons = [] } = workflow.summarize?.(returned) ?? {};
  const { value, reasons: nonFinite } = nullifyNonFinite(metrics);
  const all = outcomeOf([...reasons, ...(nonFinite.length > 0 ? ["non-finite-metric"] : [])]).reasons;
  return { ...(value && { metrics: value }), ...(all.length > 0 && { reasons: all }) };
}

function failed(thrown: unknown, reopens: readonly string[]): RunEnd {
  const error = toStepError(thrown);
  return {
    finish: { status: "failed", error, ...(reopens.length > 0 && { reopens }) },
    error: isMlopsError(thrown) ? thrown : fromStepError(error, thrown),
  };
}

/** A mistake in the workflow's own code fails the run; a journal that does not fit or answer leaves it as it is. */
function failedBy(breakage: unknown): RunEnd {
  const code = isMlopsError(breakage) ? breakage.code : undefined;
  if (code === "WORKFLOW_STEP_DUPLICATE" || code === "WORKFLOW_INVALID") return failed(breakage, []);
  throw breakage;
}

function cancelledEnd(run: RunRecord, reason: unknown): RunEnd {
  const error = new MlopsError("CANCELLED", `Run ${run.runId} was stopped before it finished.`, {
    hint: `Resume it: mlops pipeline resume ${run.runId}`,
    details: { runId: run.runId },
    cause: reason,
  });
  return { finish: { status: "cancelled", error: toStepError(error) }, error };
}

async function settle(work: Promise<unknown>): Promise<Settled> {
  try {
    return { returned: await work };
  } catch (thrown) {
    return { thrown };
  }
}

function workflowContext(run: RunRecord, steps: RunSteps, emit: Emit, signal: AbortSignal): WorkflowContext {
  const root = randomKey(run.seed);
  const emitNew: Emit = (event) => {
    if (!steps.replaying) emit(event);
  };
  return {
    runId: run.runId,
    now: run.at,
    seed: run.seed,
    signal,
    // The result is the journal's JSON: that it has the type which `fn` returned is the step's promise.
    step: <Result>(...[name, fn, options]: Parameters<WorkflowContext["step"]>) =>
      steps.ask(name, fn, options ?? {}) as Promise<Result>,
    random: (label) => randomStream(splitKey(root, "workflow", label)),
    emit: emitNew,
    log: (level, text, details) => emitNew({ type: "message", level, text, ...(details && { details }) }),
  };
}
