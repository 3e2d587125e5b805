import { readFileSync } from "node:fs";

import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { classificationDifferenceInterval, classificationInterval } from "../bootstrap/classification-interval.ts";
import { stratifiedResampler } from "../bootstrap/stratified-resampler.ts";
import type { JudgedRows } from "../classification/judged-rows.ts";
import { classificationMetric } from "../metrics/classification-metrics.ts";
import { nearly } from "../testing/nearly.ts";
import { delongTest } from "./delong.ts";
import { mcnemarTest } from "./mcnemar.ts";
import { normalTail, normalTailQuantile } from "./normal-tail.ts";

interface Golden {
  readonly mcnemar: readonly {
    readonly onlyCandidate: number;
    readonly onlyReference: number;
    readonly method: string;
    readonly pValue: number;
  }[];
  readonly delong: readonly {
    readonly name: string;
    readonly truth: readonly number[];
    readonly candidate: readonly number[];
    readonly reference: readonly number[];
    readonly expected: Readonly<Record<string, number>>;
  }[];
  readonly normalTail: readonly { readonly z: number; readonly tail: number }[];
  readonly normalTailQuantile: readonly { readonly p: number; readonly z: number }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/significance.json", import.meta.url), "utf8"),
) as Golden;

const key = randomKey("significance");

function labelled(truth: Int32Array, predicted: Int32Array): JudgedRows {
  return { classes: ["no", "yes"], truth, predicted };
}

describe("mcnemarTest against scipy", () => {
  it.each(golden.mcnemar)("$onlyCandidate and $onlyReference", ({ onlyCandidate, onlyReference, method, pValue }) => {
    const differing = onlyCandidate + onlyReference;
    const truth = new Int32Array(differing + 10);
    const candidate = Int32Array.from(truth, (_, row) => (row >= onlyCandidate && row < differing ? 1 : 0));
    const reference = Int32Array.from(truth, (_, row) => (row < onlyCandidate ? 1 : 0));
    const test = mcnemarTest(labelled(truth, candidate), labelled(truth, reference));
    expect(test).toMatchObject({ onlyCandidate, onlyReference, method, n: truth.length });
    expect(test.pValue / pValue).toEqual(nearly(1, 1e-11));
  });

  it("refuses rows that are not the same", () => {
    const rows = labelled(Int32Array.of(0, 1), Int32Array.of(0, 0));
    expect(() => mcnemarTest(rows, labelled(Int32Array.of(0, 0), Int32Array.of(0, 0)))).toThrow("classes in row 1");
    expect(() => mcnemarTest(rows, labelled(Int32Array.of(0, 1, 1), Int32Array.of(0, 0, 0)))).toThrow("2 rows and 3");
  });
});

describe("delongTest against its definition", () => {
  it.each(golden.delong.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const { truth, candidate, reference, expected } = example;
    const test = delongTest(Uint8Array.from(truth), Float64Array.from(candidate), Float64Array.from(reference));
    const close = Object.entries(expected).map(([name, value]) => [name, nearly(value, 1e-11)]);
    expect(test).toMatchObject(Object.fromEntries(close));
  });

  it("finds no difference between scores that order the rows alike", () => {
    const positive = Uint8Array.of(0, 1, 0, 1, 1);
    const scores = Float64Array.of(0.1, 0.4, 0.5, 0.6, 0.9);
    const test = delongTest(
      positive,
      scores,
      scores.map((score) => score ** 3),
    );
    expect(test).toMatchObject({ difference: 0, standardError: 0, z: null, pValue: 1 });
  });

  it("refuses classes of fewer than two rows and scores that are none", () => {
    const scores = Float64Array.of(1, 2, 3);
    expect(() => delongTest(Uint8Array.of(0, 0, 1), scores, scores)).toThrow("1 positive and 2 negative rows");
    expect(() => delongTest(Uint8Array.of(0, 1, 1), scores, Float64Array.of(1, Number.NaN, 2))).toThrow("Point 1");
    expect(() => delongTest(Uint8Array.of(0, 1), scores, scores)).toThrow("There are 2 truths");
  });
});

describe("the normal tail against scipy", () => {
  it.each(golden.normalTail)("beyond $z", ({ z, tail }) => {
    expect(normalTail(z) / tail).toEqual(nearly(1));
  });
  it.each(golden.normalTailQuantile)("of $p", ({ p, z }) => {
    expect(normalTailQuantile(p)).toEqual(nearly(z));
  });
});

/** Rows whose scores are better the larger the skill, from shared noise. */
function simulated(n: number, skill: number, seed: string): JudgedRows {
  const random = randomStream(randomKey(seed));
  const truth = new Int32Array(n);
  const positive = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    truth[row] = random.uniform() < 0.3 ? 1 : 0;
    positive[row] = 1 / (1 + Math.exp(1 - skill * (truth[row] ?? 0) - random.normal()));
  }
  return { classes: ["no", "yes"], truth, probabilities: [positive.map((p) => 1 - p), positive] };
}

describe("bootstrap of classification metrics", () => {
  const auc = classificationMetric("roc_auc");

  it("keeps the number of rows of each stratum", () => {
    const strata = Int32Array.of(0, 2, 0, 2, 2, 0, 0, 5);
    const draw = stratifiedResampler(strata, key);
    for (let resample = 0; resample < 20; resample++) {
      const codes = Array.from(draw(), (point) => strata[point] ?? -1);
      expect(codes).toEqual([0, 0, 0, 0, 2, 2, 2, 5]);
    }
  });

  it("covers the true area about as often as its level", () => {
    // Both classes normal with equal spread and distance 1: the area is Φ(1/√2).
    const area = 1 - normalTail(Math.SQRT1_2);
    let covered = 0;
    for (let simulation = 0; simulation < 120; simulation++) {
      const interval = classificationInterval(auc, simulated(150, 1, `s${simulation}`), { key, resamples: 100 });
      if (interval.status === "estimated" && interval.lower <= area && interval.upper >= area) covered++;
    }
    expect(covered / 120).toBeGreaterThan(0.8);
    expect(covered / 120).toBeLessThan(0.97);
  });

  it("agrees with DeLong's interval on the difference of two areas", () => {
    const [candidate, reference] = [simulated(400, 1.6, "same"), simulated(400, 1, "same")];
    const interval = classificationDifferenceInterval(auc, candidate, reference, { key, resamples: 400 });
    const scores = (rows: JudgedRows) => rows.probabilities?.[1] ?? new Float64Array();
    const test = delongTest(Uint8Array.from(candidate.truth), scores(candidate), scores(reference));
    if (interval.status !== "estimated") throw new Error("no interval");
    expect(interval.estimate).toEqual(nearly(test.difference));
    const width = test.upper - test.lower;
    expect(Math.abs(interval.lower - test.lower)).toBeLessThan(width / 5);
    expect(Math.abs(interval.upper - test.upper)).toBeLessThan(width / 5);
    expect(interval.stratified).toBe(true);
  });

  it("loses rare classes without strata, and says how often", () => {
    const rare: JudgedRows = {
      classes: ["no", "yes"],
      truth: Int32Array.from({ length: 40 }, (_, row) => (row < 4 ? 1 : 0)),
      probabilities: [new Float64Array(40).fill(0.5), new Float64Array(40).fill(0.5)],
    };
    const interval = classificationInterval(auc, rare, { key, stratified: false, resamples: 400 });
    expect(interval.status === "estimated" && interval.undefinedResamples > 0).toBe(true);
    expect(classificationInterval(auc, rare, { key, resamples: 50 })).toMatchObject({ undefinedResamples: 0 });
  });
});
