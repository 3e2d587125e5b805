import {
  type Clock,
  MlopsError,
  type RandomKey,
  randomStream,
  type RunClaim,
  splitKey,
  type StepError,
  type StepResult,
  throwIfCancelled,
} from "@mlops/core";

import { resultJson } from "./result-json.ts";
import { mayRetry, retryDelay, type RetryPolicy } from "./retry-policy.ts";
import type { Emit } from "./run-emitter.ts";
import { toStepError } from "./step-error.ts";
import type { StepContext, StepFunction } from "./workflow.ts";

export interface StepRequest {
  readonly stepKey: string;
  readonly index: number;
  readonly fn: StepFunction<unknown>;
  readonly policy: RetryPolicy;
  readonly timeoutMs?: number;
}

export interface StepPorts {
  readonly claim: RunClaim;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** The run's root key. */
  readonly randomKey: RandomKey;
}

/** What to commit, and the error as it was thrown, which the journal does not keep. */
export interface AttemptedStep {
  readonly result: StepResult;
  readonly thrown?: unknown;
}

/**
 * Executes a step until it succeeds or fails for good. An error that follows a cancellation is not a failure.
 *
 * @throws MlopsError CANCELLED when `signal` aborts; what the journal throws
 */
export async function attemptStep(step: StepRequest, ports: StepPorts): Promise<AttemptedStep> {
  const { claim, clock, emit, signal } = ports;
  const { stepKey, index } = step;
  const start = clock.monotonic();
  let previousError: StepError | undefined;
  for (let failures = 0; ;) {
    throwIfCancelled(signal);
    const attempt = await claim.beginStep({ stepKey, index, ...(previousError && { previousError }) });
    emit({ type: "step-started", step: stepKey, attempt });
    const tried = await tryOnce(step, attempt, ports);
    const result = { stepKey, index, attempts: attempt, durationMs: clock.monotonic() - start };
    if ("value" in tried) {
      return { result: { ...result, status: "succeeded", ...(tried.value !== undefined && { value: tried.value }) } };
    }
    throwIfCancelled(signal);
    const error = toStepError(tried.thrown);
    failures++;
    if (!mayRetry(step.policy, failures, error)) {
      return { result: { ...result, status: "failed", error }, thrown: tried.thrown };
    }
    const delayMs = retryDelay(
      step.policy,
      failures,
      randomStream(splitKey(ports.randomKey, "retry", stepKey, attempt)),
    );
    emit({ type: "step-retrying", step: stepKey, attempt, delayMs, error });
    await clock.sleep(delayMs, signal);
    previousError = error;
  }
}

type Tried = { readonly value: ReturnType<typeof resultJson> } | { readonly thrown: unknown };

async function tryOnce(step: StepRequest, attempt: number, ports: StepPorts): Promise<Tried> {
  try {
    const call = (signal: AbortSignal) => step.fn(stepContext(step.stepKey, attempt, signal, ports));
    const value = await (step.timeoutMs === undefined
      ? call(ports.signal)
      : withLimit(step.stepKey, step.timeoutMs, call, ports));
    return { value: resultJson(value, `Step ${step.stepKey}`) };
  } catch (thrown) {
    return { thrown };
  }
}

/** A function that does not heed its signal goes on after its limit; its result is then dropped. */
async function withLimit<Result>(
  stepKey: string,
  timeoutMs: number,
  call: (signal: AbortSignal) => Result | Promise<Result>,
  { clock, signal }: StepPorts,
): Promise<Result> {
  const limit = new AbortController();
  const timer = new AbortController();
  const runOut = async (): Promise<never> => {
    await clock.sleep(timeoutMs, timer.signal);
    const error = new MlopsError("STEP_TIMED_OUT", `Step ${stepKey} took longer than its limit of ${timeoutMs} ms.`, {
      details: { step: stepKey, timeoutMs },
      retryable: true,
    });
    limit.abort(error);
    throw error;
  };
  const work = async (): Promise<Result> => call(AbortSignal.any([signal, limit.signal]));
  try {
    return await Promise.race([work(), runOut()]);
  } finally {
    timer.abort();
  }
}

function stepContext(stepKey: string, attempt: number, signal: AbortSignal, ports: StepPorts): StepContext {
  const { claim, emit } = ports;
  const key = splitKey(ports.randomKey, "step", stepKey);
  return {
    signal,
    attempt,
    idempotencyKey: `${claim.runId}:${stepKey}`,
    randomKey: key,
    random: (label = "") => randomStream(splitKey(key, label)),
    progress: (done, total, note) =>
      emit({ type: "progress", step: stepKey, done, total, ...(note !== undefined && { note }) }),
    emit,
    log: (level, text, details) => emit({ type: "message", level, text, ...(details && { details }) }),
  };
}
