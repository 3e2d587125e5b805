import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { nearly } from "../testing/nearly.ts";
import meanPinballLoss from "./mean-pinball-loss.ts";
import { computeMetric } from "./metric.ts";
import { regressionMetric, regressionMetrics } from "./regression-metrics.ts";

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly truth: readonly number[];
    readonly predicted: readonly number[];
    readonly weights: readonly number[] | null;
    readonly expected: Readonly<Record<string, number>>;
    readonly pinball: Readonly<Record<string, number>>;
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/regression-metrics.json", import.meta.url), "utf8"),
) as Golden;

const valueOf = (name: string, truth: readonly number[], predicted: readonly number[]) =>
  computeMetric(regressionMetric(name), truth, predicted).value;

describe("the regression metrics", () => {
  it("find a metric by each of its names", () => {
    expect(regressionMetric("r2_score").name).toBe("r2");
    expect(regressionMetric("mean_absolute_percentage_error").name).toBe("mape");
    expect(() => regressionMetric("f1")).toThrow(
      'no regression metric "f1"; there are explained_variance, mae, mape, max_error, mean_pinball_loss, ' +
        "median_absolute_error, mse, r2, rmse, smape",
    );
  });
});

describe("regression metrics against scikit-learn", () => {
  const close = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, nearly(value)]));

  it.each(golden.cases.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const { truth, predicted, expected, pinball } = example;
    const weights = example.weights ?? undefined;
    const actual = Object.keys(expected).map((name) => [
      name,
      computeMetric(regressionMetric(name), truth, predicted, { weights }).value,
    ]);
    expect(Object.fromEntries(actual)).toEqual(close(expected));
    const losses = Object.keys(pinball).map((quantile) => [
      quantile,
      computeMetric(meanPinballLoss, truth, predicted, { weights, quantile: Number(quantile) }).value,
    ]);
    expect(Object.fromEntries(losses)).toEqual(close(pinball));
  });
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

  it("take weights as repetitions of points", () => {
    const weighted = fc.array(fc.tuple(number, number, fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(weighted, (points) => {
        fc.pre(points.some(([, , weight]) => weight > 0));
        const repeated = points.flatMap(([y, p, weight]) => Array.from({ length: weight }, () => [y, p] as const));
        for (const metric of Object.values(regressionMetrics).filter(({ weighted: takes }) => takes)) {
          const [truth, predicted] = [points.map(([y]) => y), points.map(([, p]) => p)];
          const byWeight = computeMetric(metric, truth, predicted, { weights: points.map(([, , weight]) => weight) });
          const byPoint = valueOf(
            metric.name,
            repeated.map(([y]) => y),
            repeated.map(([, p]) => p),
          );
          if (byWeight.value === null || byPoint === null) continue;
          expect(byWeight.value).toEqual(nearly(byPoint, 1e-9));
        }
      }),
    );
  });

  it("keep to the range that they state", () => {
    fc.assert(
      fc.property(pairs, (points) => {
        for (const { name, range } of Object.values(regressionMetrics)) {
          const value = valueOf(
            name,
            points.map(([y]) => y),
            points.map(([, p]) => p),
          );
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(range.minimum ?? Number.NEGATIVE_INFINITY);
          expect(value).toBeLessThanOrEqual(range.maximum ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it("refuse weights that a metric would not heed, and weights that are none", () => {
    expect(() => computeMetric(regressionMetric("max_error"), [1], [1], { weights: [1] })).toThrow(
      "max_error takes no sample weights",
    );
    const mae = regressionMetric("mae");
    expect(() => computeMetric(mae, [1, 2], [1, 2], { weights: [1] })).toThrow("2 rows, but 1 weights");
    expect(() => computeMetric(mae, [1, 2], [1, 2], { weights: [1, -1] })).toThrow("weight of row 1 is -1");
    expect(() => computeMetric(mae, [1, 2], [1, 2], { weights: [0, 0] })).toThrow("All weights are 0");
  });
});
