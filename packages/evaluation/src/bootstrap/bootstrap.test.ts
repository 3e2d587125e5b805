import { randomKey, randomStream } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import mae from "../metrics/mae.ts";
import r2 from "../metrics/r2.ts";
import rmse from "../metrics/rmse.ts";
import { mean } from "../series/moments.ts";
import { blockResampler } from "./block-resampler.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { classificationMetric } from "../metrics/classification-metrics.ts";
import { classificationInterval, classificationIntervals } from "./classification-interval.ts";
import { metricInterval, metricIntervals, pairedDifferenceInterval } from "./metric-interval.ts";

const key = randomKey("bootstrap");

/** A stationary autoregressive series of mean 0 and variance 1. */
function autoregressive(n: number, coefficient: number, seed: string): Float64Array {
  const random = randomStream(randomKey(seed));
  let value = random.normal();
  return Float64Array.from({ length: n }, () => {
    const now = value;
    value = coefficient * value + Math.sqrt(1 - coefficient ** 2) * random.normal();
    return now;
  });
}

function meanAt(series: Float64Array) {
  return (points: Uint32Array) => mean(Float64Array.from(points, (point) => series[point] ?? Number.NaN));
}

/** The share of simulated series whose interval for the mean holds the true mean, 0. */
function coverage(blockLength: number): number {
  const simulations = 150;
  let covered = 0;
  for (let simulation = 0; simulation < simulations; simulation++) {
    const series = autoregressive(400, 0.8, `series ${simulation}`);
    const interval = bootstrapInterval(400, meanAt(series), { blockLength, key, resamples: 100 });
    if (interval.status === "estimated" && interval.lower <= 0 && interval.upper >= 0) covered++;
  }
  return covered / simulations;
}

describe("blockResampler", () => {
  const sizes = fc
    .record({ n: fc.integer({ min: 1, max: 60 }), block: fc.integer({ min: 1, max: 60 }), seed: fc.nat() })
    .filter(({ n, block }) => block <= n);

  it("lays whole blocks of consecutive points end to end", () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom("moving" as const, "circular" as const), ({ n, block, seed }, kind) => {
        const points = blockResampler(n, block, kind, randomKey(seed))();
        expect(points).toHaveLength(n);
        points.forEach((point, position) => {
          const follows = position % block !== 0;
          const before = points[position - 1] ?? 0;
          const expected = kind === "circular" ? (before + 1) % n : before + 1;
          expect(point).toBeLessThan(n);
          expect(!follows || point === expected).toBe(true);
        });
      }),
    );
  });

  it("draws every point equally often when circular, the ends less often when moving", () => {
    const counts = (kind: "moving" | "circular") => {
      const draw = blockResampler(20, 5, kind, key);
      const seen = new Float64Array(20);
      for (let resample = 0; resample < 4000; resample++)
        for (const point of draw()) seen[point] = (seen[point] ?? 0) + 1;
      return seen.map((count) => count / 4000);
    };
    for (const share of counts("circular")) expect(share).toBeCloseTo(1, 1);
    // A point k from an end lies in k + 1 of the 16 blocks, one in the middle in 5; 4 blocks make a resample.
    expect([...counts("moving")].slice(0, 5)).toEqual([1, 2, 3, 4, 5].map((blocks) => expect.closeTo(blocks / 4, 1)));
  });
});

describe("bootstrapInterval", () => {
  it("is the same for the same key, and another for another", () => {
    const series = autoregressive(100, 0.5, "x");
    const interval = (seed: string) =>
      bootstrapInterval(100, meanAt(series), { blockLength: 10, key: randomKey(seed) });
    expect(interval("a")).toEqual(interval("a"));
    expect(interval("a")).not.toEqual(interval("b"));
    expect(JSON.parse(JSON.stringify(interval("a")))).toEqual(interval("a"));
  });

  it("covers the truth of a correlated series about as often as its level, and single points far less", () => {
    const blocks = coverage(25);
    expect(blocks).toBeGreaterThan(0.78);
    expect(blocks).toBeLessThan(0.97);
    expect(coverage(1)).toBeLessThan(0.55);
  });

  it("holds the estimate for a mean, and narrows with the level", () => {
    const series = autoregressive(200, 0.3, "y");
    const at = (level: number) => bootstrapInterval(200, meanAt(series), { blockLength: 8, key, level });
    const [narrow, wide] = [at(0.5), at(0.95)];
    expect(wide).toMatchObject({
      status: "estimated",
      estimate: mean(series),
      level: 0.95,
      n: 200,
      undefinedResamples: 0,
    });
    expect(narrow.status === "estimated" && wide.status === "estimated" && wide.lower < narrow.lower).toBe(true);
    expect(narrow.status === "estimated" && wide.status === "estimated" && narrow.upper < wide.upper).toBe(true);
  });

  it.each([
    [0, 24, null],
    [10, 24, 4.5],
    [24, 24, 11.5],
    [47, 24, 23],
  ])("is inconclusive for %i points in blocks of %i", (n, blockLength, estimate) => {
    const series = Float64Array.from({ length: n }, (_, point) => point);
    expect(bootstrapInterval(n, meanAt(series), { blockLength, key })).toEqual({
      status: "inconclusive",
      reason: "too-few-blocks",
      estimate,
      level: 0.9,
      n,
      blockLength,
      kind: "moving",
    });
  });

  it("takes as many whole blocks as are asked for", () => {
    const at = (n: number) => bootstrapInterval(n, () => 1, { blockLength: 24, minimumBlocks: 3, key }).status;
    expect([at(71), at(72)]).toEqual(["inconclusive", "estimated"]);
  });

  it("is inconclusive where the statistic is undefined too often, and says how often it was", () => {
    const statistic = (share: number) => {
      let calls = 0;
      return () => (++calls > 1 && calls % 100 < share ? null : 1);
    };
    const options = { blockLength: 1, key, resamples: 1000 };
    expect(bootstrapInterval(10, () => null, options)).toMatchObject({ reason: "statistic-undefined", estimate: null });
    expect(bootstrapInterval(10, statistic(20), options)).toMatchObject({ reason: "statistic-undefined", estimate: 1 });
    expect(bootstrapInterval(10, statistic(4), options)).toMatchObject({ status: "estimated", undefinedResamples: 40 });
  });

  it.each([
    [{ blockLength: 0 }, "blockLength must be a whole number of at least 1, got 0"],
    [{ blockLength: 2.5 }, "blockLength"],
    [{ level: 1 }, "level must be between 0 and 1"],
    [{ resamples: 0 }, "resamples"],
    [{ minimumBlocks: 1 }, "minimumBlocks must be a whole number of at least 2"],
  ])("refuses %o", (options, message) => {
    expect(() => bootstrapInterval(10, () => 1, { blockLength: 2, key, ...options })).toThrow(message);
  });
});

describe("metric intervals", () => {
  const truth = autoregressive(240, 0.7, "truth");
  const noisy = (scale: number, seed: string) =>
    autoregressive(240, 0.5, seed).map((noise, point) => (truth[point] ?? 0) + scale * noise);
  const options = { blockLength: 24, key, resamples: 500 };

  it("hold the metric of all points", () => {
    const predicted = noisy(0.5, "p");
    const interval = metricInterval(rmse, truth, predicted, options);
    expect(interval.estimate).toBe(rmse.compute(truth, predicted, {}).value);
    expect(interval.status === "estimated" && interval.lower < (interval.estimate ?? 0)).toBe(true);
    expect(metricInterval(r2, truth, predicted, options)).toMatchObject({ status: "estimated" });
  });

  it("are antisymmetric in the two predictors", () => {
    const [a, b] = [noisy(0.5, "a"), noisy(0.6, "b")];
    const ab = pairedDifferenceInterval(mae, truth, a, b, options);
    const ba = pairedDifferenceInterval(mae, truth, b, a, options);
    if (ab.status !== "estimated" || ba.status !== "estimated") throw new Error("no interval");
    expect([ab.estimate, ab.lower, ab.upper]).toEqual(
      [-ba.estimate, -ba.upper, -ba.lower].map((value) => expect.closeTo(value, 12)),
    );
  });

  it("see a difference between paired predictors that two intervals would hide", () => {
    const hard = noisy(1, "shared");
    const slightlyWorse = hard.map((value, point) => value + 0.15 * (value - (truth[point] ?? 0)));
    const difference = pairedDifferenceInterval(rmse, truth, hard, slightlyWorse, options);
    const alone = [metricInterval(rmse, truth, hard, options), metricInterval(rmse, truth, slightlyWorse, options)];
    expect(difference.status === "estimated" && difference.upper < 0).toBe(true);
    const [first, second] = alone;
    expect(first?.status === "estimated" && second?.status === "estimated" && first.upper > second.lower).toBe(true);
  });

  it("are zero for equal predictors", () => {
    const predicted = noisy(1, "same");
    expect(pairedDifferenceInterval(rmse, truth, predicted, predicted, options)).toMatchObject({ lower: 0, upper: 0 });
  });

  it("refuse series that cannot be compared", () => {
    expect(() => pairedDifferenceInterval(rmse, [1, 2], [1, 2], [1], options)).toThrow(
      "the reference's predictions are 1",
    );
    expect(() => metricInterval(rmse, [1, Number.NaN], [1, 2], options)).toThrow("Point 1 of the truths is NaN");
  });
});

describe("several metrics on the same resamples", () => {
  const random = randomStream(randomKey("several"));
  const truth = Int32Array.from({ length: 200 }, () => Number(random.uniform() < 0.3));
  const scores = Float64Array.from(truth, (code) => 1 / (1 + Math.exp(1 - code - random.normal())));
  const rows = { classes: ["no", "yes"], truth, probabilities: [scores.map((p) => 1 - p), scores] };
  const names = ["accuracy", "roc_auc", "log_loss"];

  it("of rows have the value of the rows themselves, and are as wide as one by one", () => {
    const metrics = Object.fromEntries(names.map((name) => [name, classificationMetric(name)]));
    const intervals = classificationIntervals(metrics, rows, { key, resamples: 1000 });
    for (const name of names) {
      const several = intervals[name];
      const alone = classificationInterval(classificationMetric(name), rows, {
        key: randomKey("alone"),
        resamples: 1000,
      });
      if (several?.status !== "estimated" || alone.status !== "estimated") throw new Error("both are estimated");
      expect(several.estimate).toBeCloseTo(alone.estimate, 12);
      const width = alone.upper - alone.lower;
      expect(Math.abs(several.lower - alone.lower)).toBeLessThan(0.2 * width);
      expect(Math.abs(several.upper - alone.upper)).toBeLessThan(0.2 * width);
    }
  });

  it("of series are those of each metric alone, drawn by the same key", () => {
    const series = autoregressive(300, 0.5, "truth");
    const predicted = series.map((value, at) => value + (at % 3) / 10);
    const options = { blockLength: 24, key, resamples: 200 };
    const intervals = metricIntervals([mae, rmse], series, predicted, options);
    for (const metric of [mae, rmse]) {
      expect(intervals[metric.name]).toEqual(metricInterval(metric, series, predicted, options));
    }
  });
});
