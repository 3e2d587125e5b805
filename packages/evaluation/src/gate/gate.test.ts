import { describe, expect, it } from "vitest";

import { type GatePolicy, judgeGate } from "./gate.ts";

const policy: GatePolicy = {
  minimumPoints: 24,
  thresholds: [
    { metric: "mae", operator: "<=", threshold: 3, unit: "score points" },
    { metric: "r2", operator: ">=", threshold: 0.7 },
  ],
};

const metrics = (mae: number | null, r2: number | null) => ({
  mae: { value: mae },
  r2: { value: r2 },
  rmse: { value: 1 },
});

describe("judgeGate", () => {
  it("is met where all thresholds are, bounds included", () => {
    expect(judgeGate(policy, 24, metrics(3, 0.7))).toEqual({
      verdict: "met",
      n: 24,
      minimumPoints: 24,
      reasons: [],
      thresholds: [
        { metric: "mae", operator: "<=", threshold: 3, unit: "score points", current: 3, met: true },
        { metric: "r2", operator: ">=", threshold: 0.7, current: 0.7, met: true },
      ],
    });
  });

  it("is missed where one is missed, even beside one that is undefined", () => {
    expect(judgeGate(policy, 168, metrics(3.01, 0.9))).toMatchObject({ verdict: "missed", reasons: ["mae-missed"] });
    expect(judgeGate(policy, 168, metrics(3.01, null))).toMatchObject({
      verdict: "missed",
      reasons: ["mae-missed", "r2-undefined"],
    });
  });

  it("is inconclusive for undefined metrics, which keep their reason, and for too few points", () => {
    const undefinedR2 = { ...metrics(1, null), r2: { value: null, reason: "truth-std-too-small" } };
    const { verdict, thresholds } = judgeGate(policy, 168, undefinedR2);
    expect(verdict).toBe("inconclusive");
    expect(thresholds[1]).toMatchObject({ current: null, met: null, reason: "truth-std-too-small" });
    expect(judgeGate(policy, 23, metrics(9, 0))).toMatchObject({
      verdict: "inconclusive",
      reasons: ["too-few-points"],
    });
  });

  it.each([
    ["<", 1, false],
    ["<=", 1, true],
    [">", 1, false],
    [">=", 1, true],
    ["<", 0.5, true],
    [">", 1.5, true],
    ["<=", 1.5, false],
    [">=", 0.5, false],
  ] as const)("reads %s 1 for %d as %s", (operator, current, met) => {
    const single: GatePolicy = { minimumPoints: 1, thresholds: [{ metric: "f1", operator, threshold: 1 }] };
    expect(judgeGate(single, 1, { f1: { value: current } }).verdict).toBe(met ? "met" : "missed");
  });

  it("refuses a metric that was not computed, a gate without thresholds and one that is not finite", () => {
    expect(() => judgeGate(policy, 24, { mae: { value: 1 } })).toThrow('The gate names "r2", but the metrics are mae.');
    expect(() => judgeGate({ minimumPoints: 1, thresholds: [] }, 1, {})).toThrow("at least one threshold");
    const broken: GatePolicy = {
      minimumPoints: 1,
      thresholds: [{ metric: "mae", operator: "<", threshold: Number.NaN }],
    };
    expect(() => judgeGate(broken, 1, metrics(1, 1))).toThrow("threshold of mae must be finite, got NaN");
  });
});
