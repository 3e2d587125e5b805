import { readFileSync } from "node:fs";

import { randomKey, type RandomStream, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { descendingOrder } from "../series/descending-order.ts";
import { allNearly, nearly } from "../testing/nearly.ts";
import { precisionRecallCurve } from "./precision-recall-curve.ts";
import { isOfClass, rankScores } from "./ranking.ts";
import { reliabilityCurve } from "./reliability.ts";
import { rocCurve } from "./roc-curve.ts";

interface GoldenCase {
  readonly name: string;
  readonly truth: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly weights: readonly number[] | null;
  readonly curves?: {
    readonly roc: Readonly<Record<"x" | "y" | "thresholds", readonly (number | null)[]>>;
    readonly pr: Readonly<Record<"precision" | "recall" | "thresholds", readonly (number | null)[]>>;
    readonly reliability: Readonly<
      Partial<
        Record<
          "equal-width" | "equal-mass",
          { readonly observed: readonly number[]; readonly predicted: readonly number[] }
        >
      >
    >;
  };
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/classification-metrics.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenCase[] };
const cases = golden.cases.flatMap(({ curves, ...example }) =>
  curves ? [[example.name, { ...example, curves }] as const] : [],
);

describe("curves against scikit-learn", () => {
  it.each(cases)("%s", (_, { truth, probabilities, weights, curves }) => {
    const positive = isOfClass(Int32Array.from(truth), 1);
    const scores = Float64Array.from(probabilities[1] ?? []);
    const ranking = rankScores(positive, scores, weights === null ? undefined : Float64Array.from(weights));
    const roc = rocCurve(ranking, 1000);
    expect(roc?.falsePositiveRate).toEqual(allNearly(curves.roc.x));
    expect(roc?.truePositiveRate).toEqual(allNearly(curves.roc.y));
    expect(roc?.thresholds).toEqual(curves.roc.thresholds);
    const pr = precisionRecallCurve(ranking, 1000);
    expect(pr?.precision).toEqual(allNearly(curves.pr.precision));
    expect(pr?.recall).toEqual(allNearly(curves.pr.recall));
    expect(pr?.thresholds).toEqual(curves.pr.thresholds);
    for (const [binning, expected] of Object.entries(curves.reliability)) {
      const bins = reliabilityCurve(positive, scores, { bins: 7, binning: binning as "equal-width" });
      expect(bins.map(({ observed }) => observed)).toEqual(allNearly(expected.observed));
      expect(bins.map(({ predicted }) => predicted)).toEqual(allNearly(expected.predicted));
    }
  });
});

const judged = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 60 })
  .map((pairs) => ({
    positive: Uint8Array.from(pairs, ([truth]) => (truth ? 1 : 0)),
    scores: Float64Array.from(pairs, ([, score]) => score / 30),
  }));

describe("curves", () => {
  it("rise from corner to corner, and thinned ones are part of the whole", () => {
    fc.assert(
      fc.property(judged, fc.integer({ min: 2, max: 12 }), ({ positive, scores }, maximum) => {
        const ranking = rankScores(positive, scores);
        const [whole, thin] = [rocCurve(ranking, 1000), rocCurve(ranking, maximum)];
        expect(whole === null).toBe(new Set(positive).size === 1);
        if (whole === null || thin === null) return;
        expect(thin.thresholds.length).toBeLessThanOrEqual(maximum);
        expect([thin.falsePositiveRate[0], thin.truePositiveRate[0]]).toEqual([0, 0]);
        expect([thin.falsePositiveRate.at(-1), thin.truePositiveRate.at(-1)]).toEqual([1, 1]);
        expect(thin.falsePositiveRate).toEqual(thin.falsePositiveRate.toSorted((a, b) => a - b));
        expect(thin.truePositiveRate).toEqual(thin.truePositiveRate.toSorted((a, b) => a - b));
        expect(whole.thresholds).toEqual(expect.arrayContaining([...thin.thresholds]));
        expect(thin.area).toBe(whole.area);
      }),
    );
  });

  it("stay small at any number of rows, and close to the whole", () => {
    const random = randomStream(randomKey("curve"));
    const positive = Uint8Array.from({ length: 20_000 }, () => (random.uniform() < 0.2 ? 1 : 0));
    const scores = Float64Array.from(positive, (label) => label + random.normal());
    const ranking = rankScores(positive, scores);
    const roc = rocCurve(ranking, 200);
    expect(roc?.thresholds).toHaveLength(200);
    let area = 0;
    for (const [at, x] of (roc?.falsePositiveRate ?? []).entries()) {
      if (at === 0) continue;
      const heights = (roc?.truePositiveRate[at] ?? 0) + (roc?.truePositiveRate[at - 1] ?? 0);
      area += ((x - (roc?.falsePositiveRate[at - 1] ?? 0)) * heights) / 2;
    }
    expect(area).toBeCloseTo(roc?.area ?? Number.NaN, 3);
    expect(precisionRecallCurve(ranking, 200)?.recall.length).toBeLessThanOrEqual(200);
  });

  it("are null where a class is missing", () => {
    const ranking = rankScores(Uint8Array.of(0, 0), Float64Array.of(0.1, 0.2));
    expect([rocCurve(ranking), precisionRecallCurve(ranking)]).toEqual([null, null]);
  });
});

describe("reliabilityCurve", () => {
  it("shares out all rows, each bin's means inside it", () => {
    fc.assert(
      fc.property(judged, fc.constantFrom("equal-width" as const, "equal-mass" as const), (rows, binning) => {
        const bins = reliabilityCurve(rows.positive, rows.scores, { bins: 5, binning });
        expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(rows.scores.length);
        expect(bins.reduce((sum, { share }) => sum + share, 0)).toEqual(nearly(1));
        for (const { lower, upper, predicted } of bins) {
          expect(predicted).toBeGreaterThanOrEqual(lower - 1e-12);
          expect(predicted).toBeLessThanOrEqual(upper + 1e-12);
        }
      }),
    );
  });

  it("puts a probability on an edge into the bin below it", () => {
    const bins = reliabilityCurve(Uint8Array.of(0, 1, 1), Float64Array.of(0, 0.5, 1), { bins: 2 });
    expect(bins.map(({ n }) => n)).toEqual([2, 1]);
    expect(() => reliabilityCurve(Uint8Array.of(0), Float64Array.of(0), { bins: 0 })).toThrow("bins must be");
  });
});

describe("descendingOrder", () => {
  const stable = (values: Float64Array) =>
    Uint32Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);

  it("is the stable order, few values or many", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE, 0.1),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.constantFrom(1, 60), (some, times) => {
        const values = Float64Array.from(Array.from({ length: times }, () => some).flat());
        expect(descendingOrder(values)).toEqual(stable(values));
      }),
    );
  });

  it.each([
    ["spread out", (random: RandomStream) => random.normal() * 10 ** random.integer(20)],
    ["close together, in long runs", (random: RandomStream) => 1 + random.integer(3) + random.uniform() * 1e-8],
    ["close together, in short runs", (random: RandomStream) => random.integer(2000) + random.integer(4) * 1e-13],
    ["few, tied", (random: RandomStream) => random.integer(5) / 7],
  ])("sorts a long column of values: %s", (_, valueOf) => {
    const random = randomStream(randomKey("order"));
    const values = Float64Array.from({ length: 5000 }, () => valueOf(random));
    expect(descendingOrder(values)).toEqual(stable(values));
  });
});
