import {
  cancelled,
  type Clock,
  MlopsError,
  type RandomKey,
  type RunClaim,
  type StepRecord,
  throwIfCancelled,
} from "@mlops/core";

import { attemptStep, type StepPorts, type StepRequest } from "./attempt-step.ts";
import { type Delivery, orderedDelivery } from "./delivery.ts";
import { retryPolicy } from "./retry-policy.ts";
import type { Emit } from "./run-emitter.ts";
import { errorChain, fromStepError } from "./step-error.ts";
import { stepKey as keyOf } from "./step-key.ts";
import { neverAsked, type StepOrder, stepOrder } from "./step-order.ts";
import type { StepFunction, StepOptions } from "./workflow.ts";

export interface RunStepsPorts {
  readonly workflow: string;
  readonly journalled: readonly StepRecord[];
  readonly claim: RunClaim;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Aborts when the caller cancels or the claim is lost. */
  readonly signal: AbortSignal;
  readonly randomKey: RandomKey;
}

interface Failure {
  readonly stepKey: string;
  /** How many steps were asked for when the workflow met the failure. */
  readonly askedBefore: number;
}

/** The steps of one execution of a run: which were asked for, which are under way, what the journal answers. */
export class RunSteps {
  /** Rejects when the run cannot go on in this process: the workflow changed, the claim is lost, the journal fails. */
  readonly broken: Promise<never>;
  /** Why `broken` rejected. */
  breakage: { readonly error: unknown } | undefined;
  /** True once a step was refused or stopped because of a cancellation. */
  stopped = false;

  readonly #ports: StepPorts;
  readonly #journalled: ReadonlyMap<string, StepRecord>;
  readonly #order: StepOrder;
  readonly #delivery: Delivery;
  readonly #end = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  readonly #failures = new Map<MlopsError, Failure>();
  /** Steps whose failure is journalled, but reached the workflow's end before it reached the workflow. */
  readonly #unmetFailures = new Set<string>();
  readonly #rejectBroken: (error: unknown) => void;
  #lastCommit: Promise<unknown> = Promise.resolve();

  constructor(ports: RunStepsPorts) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    this.broken = promise;
    this.#rejectBroken = reject;
    this.#ports = { ...ports, signal: AbortSignal.any([ports.signal, this.#end.signal]) };
    this.#journalled = new Map(ports.journalled.map((record) => [record.stepKey, record]));
    this.#order = stepOrder(ports.workflow, ports.journalled);
    this.#delivery = orderedDelivery({
      journalled: ports.journalled.map(({ stepKey }) => stepKey),
      sleep: (milliseconds) => ports.clock.sleep(milliseconds),
      onStall: (stepKey) => this.#break(neverAsked(ports.workflow, stepKey)),
    });
  }

  get replaying(): boolean {
    return this.#delivery.replaying;
  }

  /** The workflow's `context.step`: takes its position at the call, before anything is awaited. */
  ask(name: string, fn: StepFunction<unknown>, options: StepOptions): Promise<unknown> {
    const answer = this.#ask(name, fn, options);
    // A branch that the workflow no longer awaits must not end the process.
    answer.catch(() => undefined);
    return answer;
  }

  /** Stops what is still under way and waits for it; what finishes all the same is journalled. */
  async close(): Promise<void> {
    this.#end.abort(new MlopsError("CANCELLED", "The workflow has ended; this step was not awaited to its end."));
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    this.#delivery[Symbol.dispose]();
  }

  /** @throws MlopsError WORKFLOW_CHANGED where the journal has a finished step that was not asked for */
  assertComplete(): void {
    this.#order.assertComplete();
  }

  /** What a resumption must execute again after the run failed with `error` (`RunFinish.reopens`). */
  reopens(error: unknown): string[] {
    const chain = new Set(errorChain(error));
    const ending = [...this.#failures]
      .filter(([failure, { askedBefore }]) => chain.has(failure) || askedBefore === this.#order.count)
      .map(([, failure]) => failure);
    const after = Math.min(this.#order.count, ...ending.map(({ askedBefore }) => askedBefore));
    const failed = [...ending.map(({ stepKey }) => stepKey), ...this.#unmetFailures];
    return [...new Set([...failed, ...this.#order.from(after)])];
  }

  #break(error: unknown): void {
    this.breakage ??= { error };
    this.#rejectBroken(error);
  }

  async #ask(name: string, fn: StepFunction<unknown>, options: StepOptions): Promise<unknown> {
    const { stepKey, index, request } = this.#position(name, fn, options);
    const record = this.#journalled.get(stepKey);
    if (!record) this.#refuseWhenStopped();
    return new Promise((resolve, reject) => {
      if (record) this.#offer(record, true, undefined, resolve, reject);
      else this.#start({ ...request, stepKey, index }, resolve, reject);
    });
  }

  #position(name: string, fn: StepFunction<unknown>, options: StepOptions) {
    try {
      const stepKey = keyOf(name, options.key);
      const { timeoutMs } = options;
      if (timeoutMs !== undefined && !(timeoutMs > 0)) throw badLimit(stepKey, timeoutMs);
      const request = { fn, policy: retryPolicy(options.retry), ...(timeoutMs !== undefined && { timeoutMs }) };
      return { stepKey, index: this.#order.ask(stepKey), request };
    } catch (error) {
      this.#break(error);
      throw error;
    }
  }

  #refuseWhenStopped(): void {
    if (this.#ports.signal.aborted) this.stopped = true;
    throwIfCancelled(this.#ports.signal);
  }

  #start(step: StepRequest, resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
    const work = async (): Promise<void> => {
      try {
        const { result, thrown } = await attemptStep(step, this.#ports);
        // One commit at a time: the order of commits is the order of hand-overs.
        const commit = this.#lastCommit.then(() => this.#ports.claim.commitStep(result));
        this.#lastCommit = commit.catch(() => undefined);
        const record = await commit;
        this.#offer(record, false, thrown, resolve, reject);
      } catch (error) {
        const { signal } = this.#ports;
        if (signal.aborted) {
          this.stopped = true;
          this.#delivery.offer(step.stepKey, () => reject(cancelled(signal.reason)));
        } else {
          this.#break(error);
        }
      }
    };
    const running = work().finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  #offer(
    record: StepRecord,
    reused: boolean,
    thrown: unknown,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    if (record.status === "failed") this.#unmetFailures.add(record.stepKey);
    this.#delivery.offer(record.stepKey, () => this.#hand(record, reused, thrown, resolve, reject));
  }

  #hand(
    record: StepRecord,
    reused: boolean,
    thrown: unknown,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    const { stepKey, status, durationMs, value } = record;
    this.#ports.emit({ type: "step-finished", step: stepKey, status, reused, durationMs });
    if (status === "succeeded") {
      resolve(value);
      return;
    }
    const error = fromStepError(record.error ?? { code: "INTERNAL_ERROR", message: `Step ${stepKey} failed.` }, thrown);
    this.#unmetFailures.delete(stepKey);
    this.#failures.set(error, { stepKey, askedBefore: this.#order.count });
    reject(error);
  }
}

function badLimit(stepKey: string, timeoutMs: number): MlopsError {
  return new MlopsError("WORKFLOW_INVALID", `Step ${stepKey} has a time limit of ${timeoutMs} ms.`, {
    hint: "A time limit is a positive number of milliseconds; leave it out for none.",
  });
}
