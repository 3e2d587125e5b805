import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mayRetry, retryDelay, retryPolicy } from "./retry-policy.ts";

describe("retryDelay", () => {
  it("lies between the undrawn part and the whole of a capped geometric series", () => {
    const policies = fc.record({
      initialDelayMs: fc.integer({ min: 0, max: 10_000 }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
      maxDelayMs: fc.integer({ min: 0, max: 60_000 }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 50 }), fc.integer(), (policy, failures, seed) => {
        const delay = retryDelay(retryPolicy(policy), failures, randomStream(randomKey(seed)));
        const whole = Math.min(policy.maxDelayMs, policy.initialDelayMs * policy.factor ** (failures - 1));
        expect(delay).toBeLessThanOrEqual(Math.round(whole));
        expect(delay).toBeGreaterThanOrEqual(Math.round(whole * (1 - policy.jitter)));
      }),
    );
  });

  it("is the same for the same key and varies between keys", () => {
    const delays = (seed: number) => retryDelay(retryPolicy(), 5, randomStream(randomKey(seed)));
    expect(delays(1)).toBe(delays(1));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => delays(seed))).size).toBeGreaterThan(10);
  });
});

describe("mayRetry", () => {
  it("counts attempts and heeds what the error says", () => {
    const policy = retryPolicy({ maxAttempts: 3 });
    expect(mayRetry(policy, 2, { retryable: true })).toBe(true);
    expect(mayRetry(policy, 3, { retryable: true })).toBe(false);
    expect(mayRetry(policy, 1, {})).toBe(false);
    expect(mayRetry({ ...policy, retryOn: "any" }, 1, {})).toBe(true);
    expect(mayRetry(retryPolicy(), 1, { retryable: true })).toBe(false);
  });
});

describe("retryPolicy", () => {
  it.each([
    { maxAttempts: 0 },
    { maxAttempts: 1.5 },
    { initialDelayMs: -1 },
    { factor: 0.5 },
    { maxDelayMs: NaN },
    { jitter: 2 },
  ])("refuses %o", (policy) => {
    expect(() => retryPolicy(policy)).toThrow(expect.objectContaining({ code: "WORKFLOW_INVALID" }));
  });
});
