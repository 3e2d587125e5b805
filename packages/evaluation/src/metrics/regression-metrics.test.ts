import { readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { computeMetric } from "./metric.ts";
import { regressionMetric, regressionMetrics } from "./regression-metrics.ts";

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly truth: readonly number[];
    readonly predicted: readonly number[];
    readonly expected: Readonly<Record<string, number>>;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/regression-metrics.json", import.meta.url), "utf8"),
) as Golden;

const valueOf = (name: string, truth: readonly number[], predicted: readonly number[]) =>
  computeMetric(regressionMetric(name), truth, predicted).value;

describe("the catalogue of metrics", () => {
  it("holds one metric for each file, named like it", () => {
    const files = readdirSync(new URL(".", import.meta.url))
      .filter((file) => !/^(metric|regression-metrics)\.|\.test\.ts$/.test(file))
      .map((file) => file.replace(/\.ts$/, ""));
    expect(Object.keys(regressionMetrics)).toEqual(files.toSorted());
    for (const [name, metric] of Object.entries(regressionMetrics)) expect(metric.name).toBe(name);
  });

  it("finds a metric by each of its names, none of which is used twice", () => {
    const names = Object.values(regressionMetrics).flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect(regressionMetric("r2_score").name).toBe("r2");
    expect(regressionMetric("mean_absolute_percentage_error").name).toBe("mape");
    expect(() => regressionMetric("f1")).toThrow('no regression metric "f1"; there are mae, mape, mse, r2, rmse');
  });
});

describe("regression metrics against scikit-learn", () => {
  it.each(golden.cases.map((example) => [example.name, example] as const))(
    "%s",
    (_, { truth, predicted, expected }) => {
      const actual = Object.keys(expected).map((name) => [name, valueOf(name, truth, predicted)]);
      const close = Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 9)]);
      expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(close));
    },
  );
});

describe("regression metrics", () => {
  const number = fc.integer({ min: -8000, max: 8000 }).map((eighths) => eighths / 8);
  const pairs = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 40 });

  it("do not depend on the order of the points", () => {
    fc.assert(
      fc.property(pairs, (points) => {
        const [truth, predicted] = [points.map(([y]) => y), points.map(([, p]) => p)];
        for (const name of Object.keys(regressionMetrics)) {
          const forwards = valueOf(name, truth, predicted);
          const backwards = valueOf(name, truth.toReversed(), predicted.toReversed());
          expect(backwards === null).toBe(forwards === null);
          const size = Math.max(1, Math.abs(forwards ?? 0));
          expect((backwards ?? 0) / size).toBeCloseTo((forwards ?? 0) / size, 9);
        }
      }),
    );
  });

  it("put mae between 0 and rmse, whose square is mse", () => {
    fc.assert(
      fc.property(pairs, (points) => {
        const [truth, predicted] = [points.map(([y]) => y), points.map(([, p]) => p)];
        const [mae, rmse, mse] = ["mae", "rmse", "mse"].map((name) => valueOf(name, truth, predicted) ?? Number.NaN);
        expect(mae).toBeGreaterThanOrEqual(0);
        expect(mae).toBeLessThanOrEqual((rmse ?? Number.NaN) * (1 + 1e-12));
        expect((rmse ?? Number.NaN) ** 2).toBeCloseTo(mse ?? Number.NaN, 5);
      }),
    );
  });

  it("leave truths near zero out of mape, and count them", () => {
    const mape = regressionMetric("mape");
    expect(computeMetric(mape, [0, 1e-9, 10], [5, 5, 11])).toEqual({ value: 10, n: 1, excluded: 2 });
    expect(computeMetric(mape, [0.5, 10], [5, 11], { minimumTruthSize: 1 })).toEqual({ value: 10, n: 1, excluded: 1 });
    expect(computeMetric(mape, [0, 0], [1, 2])).toEqual({
      value: null,
      reason: "all-truths-near-zero",
      n: 0,
      excluded: 2,
    });
  });

  it("leave r2 undefined where the truth hardly moves", () => {
    const r2 = regressionMetric("r2");
    expect(computeMetric(r2, [5, 5, 5], [5, 5, 5])).toMatchObject({ value: null, reason: "truth-constant" });
    expect(computeMetric(r2, [0.1, 0.1, 0.1], [1, 2, 3])).toMatchObject({ value: null, reason: "truth-constant" });
    expect(computeMetric(r2, [7], [7])).toMatchObject({ value: null, reason: "fewer-than-two-points" });
    expect(computeMetric(r2, [10, 13], [10, 13], { minimumTruthStd: 2 })).toMatchObject({
      value: null,
      reason: "truth-std-too-small",
    });
    expect(computeMetric(r2, [10, 14], [10, 14], { minimumTruthStd: 2 })).toEqual({ value: 1, n: 2, excluded: 0 });
  });

  it("are null without points and refuse what cannot be compared", () => {
    for (const metric of Object.values(regressionMetrics)) {
      expect(computeMetric(metric, [], [])).toEqual({ value: null, reason: "no-points", n: 0, excluded: 0 });
      expect(() => computeMetric(metric, [1], [1, 2])).toThrow("There are 1 truths, but the predictions are 2.");
      expect(() => computeMetric(metric, [1, Number.NaN], [1, 2])).toThrow("Point 1 of the truths is NaN");
      expect(() => computeMetric(metric, [1, 2], [Infinity, 2])).toThrow("Point 0 of the predictions is Infinity");
    }
  });
});
