import { randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import randomForestClassifier from "../../estimators/random-forest-classifier/random-forest-classifier.ts";
import randomForestRegressor from "../../estimators/random-forest-regressor/random-forest-regressor.ts";
import { targetNumbers } from "../data/training-rows.ts";
import { treeData } from "../testing/tree-data.ts";
import { drawRows } from "./bootstrap.ts";
import { forest, type Forest } from "./forest.ts";
import type { ForestRules } from "./forest-plan.ts";

const usual: ForestRules = {
  columnsPerNode: 3,
  cuts: "best",
  entropy: false,
  maxDepth: null,
  maxLeaves: null,
  leastRowsToSplit: 2,
  leastRowsInLeaf: 1,
  leastWeightShare: 0,
  leastDecrease: 0,
  draws: 900,
};

async function grow(classes: number, rules: Partial<ForestRules>, threads = 1, plainKernels = false): Promise<Forest> {
  const data = treeData({ rows: 900, classes, seed: "forest" });
  const task = {
    features: data.features,
    target: targetNumbers(data),
    weights: null,
    classes,
    rules: { ...usual, ...rules },
    trees: 6,
    maxBins: 255,
    plainKernels,
  };
  return forest(task, { threads, progress: () => undefined }, randomKey("forest"), 6);
}

const variants: readonly (readonly [string, number, Partial<ForestRules>])[] = [
  ["two classes", 2, {}],
  ["three classes", 3, {}],
  ["values", 0, {}],
  ["entropy", 2, { entropy: true }],
  ["random cuts", 2, { cuts: "random", draws: null }],
  ["limits", 2, { maxLeaves: 20, leastRowsInLeaf: 5, leastDecrease: 1e-4 }],
];

describe("the same forest", () => {
  it.each(variants)("by assembled and plain kernels: %s", async (_, classes, rules) => {
    const assembled = await grow(classes, rules);
    expect(assembled.trees.roots).toHaveLength(7);
    expect(assembled.trees.feature.length).toBeGreaterThan(100);
    expect(await grow(classes, rules, 1, true)).toEqual(assembled);
  });

  it.each(variants)("by one thread and by three: %s", async (_, classes, rules) => {
    expect(await grow(classes, rules, 3)).toEqual(await grow(classes, rules));
  });
});

describe("drawRows", () => {
  it("draws as often as asked, and 63.2 % of the rows at least once", () => {
    const counts = drawRows(randomKey("draws"), 0, 100_000, 100_000);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100_000);
    expect(counts.filter((count) => count > 0).length / 100_000).toBeCloseTo(1 - 1 / Math.E, 2);
  });

  it("draws other rows for each tree, and the same again", () => {
    const [one, other] = [0, 1].map((tree) => drawRows(randomKey("draws"), tree, 1000, 1000));
    expect(one).not.toEqual(other);
    expect(drawRows(randomKey("draws"), 1, 1000, 1000)).toEqual(other);
  });
});

describe("out of bag", () => {
  it.each([
    [randomForestClassifier, 2, "accuracy"],
    [randomForestClassifier, 3, "accuracy"],
    [randomForestRegressor, 0, "r2"],
  ] as const)("is about the score on new rows (%#)", async (estimator, classes, metric) => {
    const options = { n_estimators: 60, oob_score: true };
    const training = treeData({ rows: 900, classes, seed: "bag" });
    const fitted = await fitEstimator(estimator, training, options);
    const fresh = treeData({ rows: 3000, classes, seed: "fresh" });
    const prediction = await predictEstimator(estimator, fitted, fresh.features);
    const target = targetNumbers(fresh);
    const scored =
      prediction.kind === "values"
        ? rSquared(target, prediction.values)
        : target.filter((code, row) => {
            const shares = prediction.probabilities.map((column) => column[row] ?? 0);
            return shares.indexOf(Math.max(...shares)) === code;
          }).length / 3000;
    expect(fitted.state.outOfBag).toMatchObject({ metric, rows: 900 });
    expect(fitted.state.outOfBag?.score).toBeGreaterThan(0.5);
    expect(Math.abs((fitted.state.outOfBag?.score ?? NaN) - scored)).toBeLessThan(0.1);
  });

  it("needs rows that are left out", async () => {
    const training = treeData({ rows: 50, classes: 2, seed: "bag" });
    const fit = fitEstimator(randomForestClassifier, training, { oob_score: true, bootstrap: false });
    await expect(fit).rejects.toThrow("oob_score needs bootstrap");
  });
});

function rSquared(target: Float64Array, values: Float64Array): number {
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const sum = (of: (row: number) => number): number => target.reduce((all, _, row) => all + of(row) ** 2, 0);
  return 1 - sum((row) => (target[row] ?? 0) - (values[row] ?? 0)) / sum((row) => (target[row] ?? 0) - mean);
}
