import { MlopsError, type RandomStream } from "@mlops/core";

/** When and how often a failed attempt is repeated: plain data, so that recipes and journals can hold it. */
export interface RetryPolicy {
  /** Attempts in one execution of the step, the first included; a resumption starts counting afresh. From 1. */
  readonly maxAttempts: number;
  /** Milliseconds before the second attempt. */
  readonly initialDelayMs: number;
  /** Each delay is the one before times this; at least 1. */
  readonly factor: number;
  /** Milliseconds; no delay is longer. */
  readonly maxDelayMs: number;
  /** 0 … 1: the part of a delay that is drawn, so that processes that failed together do not return together. */
  readonly jitter: number;
  /** `retryable`: only errors that say so (`retryable: true`); `any`: every error. */
  readonly retryOn: "retryable" | "any";
}

const defaults: RetryPolicy = {
  maxAttempts: 1,
  initialDelayMs: 200,
  factor: 2,
  maxDelayMs: 30_000,
  jitter: 0.5,
  retryOn: "retryable",
};

/**
 * The policy with its defaults: one attempt; from the second on, 200 ms doubling to 30 s, half of it drawn.
 *
 * @throws MlopsError WORKFLOW_INVALID naming the number that is out of its range
 */
export function retryPolicy(policy: Partial<RetryPolicy> = {}): RetryPolicy {
  const full: RetryPolicy = { ...defaults, ...policy };
  assertRange("maxAttempts", full.maxAttempts, Number.isSafeInteger(full.maxAttempts) && full.maxAttempts >= 1);
  assertRange("initialDelayMs", full.initialDelayMs, full.initialDelayMs >= 0 && Number.isFinite(full.initialDelayMs));
  assertRange("factor", full.factor, full.factor >= 1 && Number.isFinite(full.factor));
  assertRange("maxDelayMs", full.maxDelayMs, full.maxDelayMs >= 0 && Number.isFinite(full.maxDelayMs));
  assertRange("jitter", full.jitter, full.jitter >= 0 && full.jitter <= 1);
  return full;
}

/**
 * Milliseconds to wait after the `failures`-th failure (from 1): min(maxDelayMs, initialDelayMs · factor^(failures − 1)),
 * less a uniform draw of up to `jitter` of it. At least the undrawn part, at most the whole.
 */
export function retryDelay(policy: RetryPolicy, failures: number, random: RandomStream): number {
  const whole = Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.factor ** (failures - 1));
  return Math.round(whole * (1 - policy.jitter * random.uniform()));
}

export function mayRetry(policy: RetryPolicy, failures: number, error: { readonly retryable?: boolean }): boolean {
  return failures < policy.maxAttempts && (policy.retryOn === "any" || error.retryable === true);
}

function assertRange(name: string, value: number, valid: boolean): void {
  if (!valid) throw new MlopsError("WORKFLOW_INVALID", `The retry policy has ${name} ${value}.`);
}
