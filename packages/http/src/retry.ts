import type { HttpMethod, RetryPolicy } from "./contract.ts";

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseMs: 250, capMs: 8000, retryAfterCapMs: 60_000 };

const RETRYABLE_STATUS = new Set([408, 429, 502, 503, 504]);
const IDEMPOTENT = new Set<HttpMethod>(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);

export function isRetryableStatus(status: number): boolean {
  return RETRYABLE_STATUS.has(status);
}

export function isIdempotent(method: HttpMethod): boolean {
  return IDEMPOTENT.has(method);
}

/**
 * Milliseconds before the next send: exponential back-off with equal jitter (half fixed, half random), so that many
 * clients neither return at once nor immediately.
 *
 * @param sent sends so far, at least 1
 * @param random uniform in [0, 1)
 */
export function backOff(sent: number, policy: RetryPolicy, random: number): number {
  const bound = Math.min(policy.capMs, policy.baseMs * 2 ** (sent - 1));
  return Math.round(bound / 2 + (bound / 2) * random);
}

/**
 * Milliseconds that a `Retry-After` field asks for (RFC 9110 §10.2.3: seconds or an HTTP date), never negative;
 * undefined where there is none or it says nothing.
 *
 * @param wall the machine's UTC milliseconds
 */
export function retryAfterMs(field: string | undefined, wall: number): number | undefined {
  const text = field?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - wall);
}
