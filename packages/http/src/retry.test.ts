import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { backOff, DEFAULT_RETRY, retryAfterMs } from "./retry.ts";

describe("backOff", () => {
  it("doubles its bound up to the cap and never waits less than half of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (sent, random) => {
        const bound = Math.min(DEFAULT_RETRY.capMs, DEFAULT_RETRY.baseMs * 2 ** (sent - 1));
        const wait = backOff(sent, DEFAULT_RETRY, random);
        expect(wait).toBeGreaterThanOrEqual(bound / 2);
        expect(wait).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

describe("retryAfterMs", () => {
  const wall = Date.UTC(2024, 0, 1, 12);

  it.each([
    ["0", 0],
    ["120", 120_000],
    ["Mon, 01 Jan 2024 12:00:30 GMT", 30_000],
    ["Mon, 01 Jan 2024 11:00:00 GMT", 0],
    ["", undefined],
    ["soon", undefined],
    [undefined, undefined],
  ])("reads %j", (field, expected) => {
    expect(retryAfterMs(field, wall)).toBe(expected);
  });
});
