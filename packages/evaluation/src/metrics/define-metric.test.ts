import { describe, expect, it } from "vitest";

import { scoreClassification } from "../comparison/score-classification.ts";
import { computeClassificationMetric } from "./classification-metric.ts";
import { customMetric, type CustomRegressionMetric, defineMetric } from "./define-metric.ts";
import { computeMetric } from "./metric.ts";

const overForecast: CustomRegressionMetric = {
  name: "share_over_forecast",
  task: "regression",
  summary: "Share of points that are forecast too high.",
  direction: "minimize",
  compute: (truth, predicted) =>
    Array.from(truth).filter((value, point) => (predicted[point] ?? 0) > value).length / truth.length,
};

describe("defineMetric", () => {
  it("makes a regression metric of a plain number", () => {
    const metric = defineMetric(overForecast);
    if (metric.task !== "regression") throw new Error(metric.task);
    expect(metric).toMatchObject({ better: "lower", unit: "none", aliases: [], weighted: false });
    expect(computeMetric(metric, [1, 2, 3, 4], [2, 2, 4, 0])).toEqual({ value: 0.5, n: 4, excluded: 0 });
    expect(computeMetric(metric, [], [])).toMatchObject({ value: null, reason: "no-points" });
    expect(() => computeMetric(metric, [1], [1], { weights: [1] })).toThrow("takes no sample weights");
  });

  it("makes a classification metric, judged on the same checked rows as the built-in ones", () => {
    const metric = defineMetric({
      name: "approval_rate",
      task: "classification",
      needs: "labels",
      summary: "Share of rows predicted as the last class.",
      direction: "maximize",
      range: { minimum: 0, maximum: 1 },
      compute: ({ predicted }) => ({
        value: predicted.filter((code) => code === 1).length / predicted.length,
        n: predicted.length,
        excluded: 0,
      }),
    });
    if (metric.task !== "classification") throw new Error(metric.task);
    const rows = { classes: ["no", "yes"], truth: Int32Array.of(0, 1), predicted: Int32Array.of(1, 1) };
    expect(computeClassificationMetric(metric, rows).value).toBe(1);
    expect(() => computeClassificationMetric(metric, { ...rows, truth: Int32Array.of(0, 7) })).toThrow("code 7");
    expect(() => scoreClassification(rows, ["approval_rate"])).toThrow("no classification metric");
  });

  it("gives null where the answer is not finite, and refuses what is no answer", () => {
    const answering = (answer: unknown) => {
      const metric = defineMetric({ ...overForecast, compute: () => answer as number });
      if (metric.task !== "regression") throw new Error(metric.task);
      return () => computeMetric(metric, [1], [1]);
    };
    expect(answering(Number.NaN)()).toEqual({ value: null, reason: "not-finite", n: 1, excluded: 0 });
    expect(answering({ value: null, reason: "too-few", n: 1, excluded: 0 })()).toMatchObject({ reason: "too-few" });
    expect(answering("0.5")).toThrow('share_over_forecast answered "0.5", neither a number nor a metric value');
    expect(answering(Promise.resolve(1))).toThrow("answered a promise");
    expect(answering({ value: null, n: 1, excluded: 0 })).toThrow("neither a number");
    expect(answering({ value: Number.NaN, n: 1, excluded: 0 })).toThrow("neither a number");
  });
});

describe("customMetric", () => {
  it("takes a module's default export, made by defineMetric or by another copy of it", () => {
    const copy = { ...defineMetric(overForecast) };
    const metric = customMetric(copy, "share.ts");
    if (metric.task !== "regression") throw new Error(metric.task);
    expect(computeMetric(metric, [1, 2], [2, 2]).value).toBe(0.5);
  });

  it.each([
    [undefined, "The export of share.ts is no metric, but undefined"],
    [{}, "name is snake_case, got undefined"],
    [{ ...overForecast, name: "Share" }, 'name is snake_case, got "Share"'],
    [{ ...overForecast, task: "ranking" }, '`task` of the metric share_over_forecast is "ranking", not one of'],
    [{ ...overForecast, direction: "lower" }, "`direction` of the metric"],
    [{ ...overForecast, task: "classification" }, "`needs` of the metric share_over_forecast is undefined"],
    [{ ...overForecast, compute: 1 }, "has no function `compute`"],
  ])("refuses %o", (exported, message) => {
    expect(() => customMetric(exported, "share.ts")).toThrow(message);
  });
});
