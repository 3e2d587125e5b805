import { type Feature, randomKey, type TrainingData } from "@mlops/core";
import { describe, expect, it } from "vitest";

import type { Estimator } from "../../estimator/define-estimator.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import boostingClassifier from "../../estimators/gradient-boosting-classifier/gradient-boosting-classifier.ts";
import boostingRegressor from "../../estimators/gradient-boosting-regressor/gradient-boosting-regressor.ts";
import forestClassifier from "../../estimators/random-forest-classifier/random-forest-classifier.ts";
import forestRegressor from "../../estimators/random-forest-regressor/random-forest-regressor.ts";
import ridge from "../../estimators/ridge/ridge.ts";
import { LeafFinder } from "../predict-trees.ts";
import { treeData } from "../testing/tree-data.ts";
import type { TreeEnsemble } from "../tree-ensemble.ts";
import { explainTrees } from "./explain-trees.ts";
import { permutationImportance } from "./permutation-importance.ts";
import { treeShap } from "./tree-shap.ts";

const cases: readonly (readonly [string, Estimator, number, object])[] = [
  ["boosted log-odds", boostingClassifier, 2, { max_iter: 10 }],
  ["boosted classes", boostingClassifier, 3, { max_iter: 5 }],
  ["boosted values", boostingRegressor, 0, { max_iter: 10 }],
  ["a forest's shares", forestClassifier, 2, { n_estimators: 8, max_depth: 6 }],
  ["a forest's classes", forestClassifier, 3, { n_estimators: 8, max_depth: 6 }],
  ["a forest's values", forestRegressor, 0, { n_estimators: 8, max_depth: 6 }],
];

describe("explainTrees", () => {
  it.each(cases)("adds up to the prediction: %s", async (_, estimator, classes, options) => {
    const fitted = await fitEstimator(estimator, treeData({ rows: 300, classes, seed: "shap" }), options);
    const { features } = treeData({ rows: 40, classes, seed: "explained" });
    const { base, contributions, unit } = explainTrees(fitted, features);
    const prediction = await predictEstimator(estimator, fitted, features);
    const columns = prediction.kind === "values" ? [prediction.values] : prediction.probabilities.slice(-base.length);
    const sums = base.map((mean, output) =>
      Float64Array.from({ length: 40 }, (_, row) =>
        (contributions[output] ?? []).reduce((sum, column) => sum + (column[row] ?? NaN), mean),
      ),
    );
    const link = (row: number): number[] => sums.map((sum) => sum[row] ?? NaN);
    for (let row = 0; row < 40; row++) {
      const expected = columns.map((column) => column[row] ?? NaN);
      const actual = unit === "score" ? (classes === 2 ? [sigmoid(link(row)[0] ?? 0)] : softmax(link(row))) : link(row);
      actual.forEach((each, output) => expect(each).toBeCloseTo(expected[output] ?? NaN, 5));
    }
  });

  it("is refused for what is not made of trees", async () => {
    const values = Float64Array.of(1, 2, 3, 4);
    const features: Feature[] = [{ kind: "numeric", name: "x", values }];
    const fitted = await fitEstimator(ridge, { features, target: { kind: "values", values } }, { alpha: 1 });
    expect(() => explainTrees(fitted, features)).toThrow("A model of ridge is not made of trees.");
  });
});

describe("treeShap", () => {
  it("is Shapley's average over all orders of the columns", async () => {
    const training = treeData({ rows: 300, classes: 0, seed: "orders" });
    const fitted = await fitEstimator(boostingRegressor, training, { max_iter: 3, max_leaf_nodes: 12 });
    const { trees } = fitted.state;
    const features = training.features.map((feature) =>
      feature.kind === "numeric"
        ? { ...feature, values: feature.values.slice(0, 12) }
        : { ...feature, codes: feature.codes.slice(0, 12) },
    );
    const { contributions } = treeShap(features, trees);
    const finder = new LeafFinder(features, trees);
    const columns = features.map((_, column) => column);
    for (let row = 0; row < 12; row++) {
      for (const column of columns) {
        const expected = shapleyValue(trees, finder, row, column, columns);
        expect(contributions[0]?.[column]?.[row]).toBeCloseTo(expected, 9);
      }
    }
  });
});

describe("permutationImportance", () => {
  it("is what the score loses: much for what matters, nothing for what is not asked", async () => {
    const training: TrainingData = treeData({ rows: 600, classes: 0, seed: "permuted" });
    const fitted = await fitEstimator(boostingRegressor, training, { max_iter: 30 });
    const score = async (features: readonly Feature[]): Promise<number> => {
      const prediction = await predictEstimator(boostingRegressor, fitted, features);
      if (prediction.kind !== "values" || training.target.kind !== "values") return NaN;
      const { values } = training.target;
      return -prediction.values.reduce((sum, value, row) => sum + (value - (values[row] ?? 0)) ** 2, 0) / 600;
    };
    const importances = await permutationImportance(training.features, score, randomKey("permuted"));
    const of = (name: string): number => importances.find((each) => each.name === name)?.mean ?? NaN;
    expect(of("constant")).toBe(0);
    expect(of("kind")).toBeGreaterThan(0.5);
    expect(of("x0")).toBeGreaterThan(10 * of("x5"));
    expect(await permutationImportance(training.features, score, randomKey("permuted"))).toEqual(importances);
  });
});

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function softmax(scores: readonly number[]): number[] {
  const powers = scores.map(Math.exp);
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** By its definition: over every set of the other columns, what knowing this one adds. */
function shapleyValue(
  trees: TreeEnsemble,
  finder: LeafFinder,
  row: number,
  column: number,
  columns: readonly number[],
): number {
  const others = columns.filter((each) => each !== column);
  let sum = 0;
  for (let set = 0; set < 2 ** others.length; set++) {
    const known = new Set(others.filter((_, at) => ((set >>> at) & 1) === 1));
    const without = expectation(trees, finder, row, known);
    const gained = expectation(trees, finder, row, new Set([...known, column])) - without;
    sum += (gained * factorial(known.size) * factorial(others.length - known.size)) / factorial(columns.length);
  }
  return sum;
}

/** Mean of the sums where only some columns are known: elsewhere both children, by their shares of the training rows. */
function expectation(trees: TreeEnsemble, finder: LeafFinder, row: number, known: ReadonlySet<number>): number {
  const { feature, left, cover, leafValues, roots } = trees;
  const visit = (node: number): number => {
    const column = feature[node] ?? -1;
    const child = left[node] ?? 0;
    if (column < 0) return leafValues[child] ?? 0;
    if (known.has(column)) return visit(finder.goesLeft(node, row) ? child : child + 1);
    const share = (cover[child] ?? 0) / (cover[node] ?? 1);
    return share * visit(child) + ((cover[child + 1] ?? 0) / (cover[node] ?? 1)) * visit(child + 1);
  };
  return [...roots.subarray(0, -1)].reduce((sum, root) => sum + visit(root), 0);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
