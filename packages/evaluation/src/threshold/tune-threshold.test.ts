import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { JudgedRows } from "../classification/judged-rows.ts";
import { scoreClassification } from "../comparison/score-classification.ts";
import { nearly } from "../testing/nearly.ts";
import type { ThresholdObjective } from "./objective.ts";
import { applyThreshold, tuneThreshold } from "./tune-threshold.ts";

function rowsOf(pairs: readonly (readonly [number, number])[]): JudgedRows {
  const positive = Float64Array.from(pairs, ([, p]) => p);
  return {
    classes: ["no", "yes"],
    truth: Int32Array.from(pairs, ([truth]) => truth),
    probabilities: [positive.map((p) => 1 - p), positive],
  };
}

/** The metric of the classes that a threshold predicts. */
function scoreAt(rows: JudgedRows, threshold: number, metric: string): number | null | undefined {
  const predicted = applyThreshold({ threshold, positiveClass: "yes" }, rows.classes, rows.probabilities ?? []);
  return scoreClassification({ ...rows, predicted }, [metric])[metric]?.value;
}

const rows = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 16 }).map((x) => x / 16),
    ),
    {
      minLength: 2,
      maxLength: 30,
    },
  )
  .filter((pairs) => new Set(pairs.map(([truth]) => truth)).size === 2)
  .map(rowsOf);

describe("tuneThreshold", () => {
  it.each([{ metric: "f1" }, { metric: "balanced_accuracy" }] as const)(
    "reaches what no other threshold exceeds: $metric",
    (objective) => {
      fc.assert(
        fc.property(rows, (judged) => {
          const tuned = tuneThreshold(judged, objective);
          expect(scoreAt(judged, tuned.threshold, objective.metric)).toEqual(nearly(tuned.value));
          expect(scoreAt(judged, 0.5, objective.metric)).toEqual(nearly(tuned.valueAtHalf));
          for (let step = 0; step <= 33; step++) {
            expect(tuned.value).toBeGreaterThanOrEqual((scoreAt(judged, step / 32, objective.metric) ?? 0) - 1e-12);
          }
          expect(JSON.parse(JSON.stringify(tuned))).toEqual(tuned);
        }),
      );
    },
  );

  it("takes the nearest to 0.5 of equally good thresholds, of two equally near the higher", () => {
    const separated = rowsOf([
      [0, 0.1],
      [0, 0.2],
      [1, 0.4],
      [1, 0.9],
    ]);
    expect(tuneThreshold(separated, { metric: "f1" })).toMatchObject({ value: 1, ties: 0, valueAtHalf: nearly(2 / 3) });
    expect(tuneThreshold(separated, { metric: "f1" }).threshold).toEqual(nearly(0.3));
    const free: ThresholdObjective = { metric: "cost", costs: { falsePositive: 0, falseNegative: 0 } };
    // Thresholds of 0.4375 and 0.5625 are as far from 0.5.
    const even = rowsOf([
      [0, 0.375],
      [1, 0.5],
      [1, 0.625],
    ]);
    expect(tuneThreshold(even, free)).toMatchObject({ threshold: 0.5625, ties: 3, value: -0 });
  });

  it("follows the costs, to calling none or all positive", () => {
    const mixed = rowsOf([
      [1, 0],
      [0, 0.5],
      [1, 0.75],
      [0, 1],
    ]);
    const costs = (falsePositive: number, falseNegative: number) =>
      tuneThreshold(mixed, { metric: "cost", costs: { falsePositive, falseNegative } });
    const none = costs(10, 1);
    expect(none.value).toBe(-0.5);
    expect([...applyThreshold(none, mixed.classes, mixed.probabilities ?? [])]).toEqual([0, 0, 0, 0]);
    const all = costs(1, 10);
    expect(all).toMatchObject({ threshold: 0, value: -0.5 });
    const gains = { falsePositive: 1, falseNegative: 0, truePositive: -3 };
    expect(tuneThreshold(mixed, { metric: "cost", costs: gains }).value).toBe(1);
  });

  it("weighs recall by beta", () => {
    const judged = rowsOf([
      [1, 0.9],
      [0, 0.8],
      [0, 0.7],
      [1, 0.6],
      [0, 0.5],
      [0, 0.1],
    ]);
    const careful = tuneThreshold(judged, { metric: "f_beta", beta: 0.25 });
    const eager = tuneThreshold(judged, { metric: "f_beta", beta: 4 });
    expect(careful.threshold).toEqual(nearly(0.85));
    expect(eager.threshold).toEqual(nearly(0.55));
  });

  it("separates neighbouring numbers", () => {
    const judged = rowsOf([
      [0, 0.5 - 2 ** -54],
      [1, 0.5],
      [0, 0.25],
    ]);
    expect(tuneThreshold(judged, { metric: "f1" }).value).toBe(1);
    expect(scoreAt(judged, tuneThreshold(judged, { metric: "f1" }).threshold, "f1")).toBe(1);
  });

  it("refuses rows without both classes, without probabilities, and odd options", () => {
    const one = rowsOf([[1, 0.5]]);
    expect(() => tuneThreshold(one, { metric: "f1" })).toThrow('of the 1 rows all are of class "yes"');
    const labels = { ...one, predicted: one.truth, probabilities: undefined };
    expect(() => tuneThreshold(labels, { metric: "f1" })).toThrow("tuned on probabilities");
    expect(() => tuneThreshold(one, { metric: "f_beta", beta: 0 })).toThrow("beta must be above 0");
    expect(() => tuneThreshold(one, { metric: "f1" }, "maybe")).toThrow('no class "maybe"');
  });
});
