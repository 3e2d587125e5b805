import { randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { targetNumbers } from "../data/training-rows.ts";
import { treeData, type TreeDataShape } from "../testing/tree-data.ts";
import { boost, type Boosted, type BoostingPart } from "./boost.ts";
import { boostingOptions } from "./boosting-options.ts";
import type { BoostingSettings } from "./boosting-settings.ts";
import { logisticLoss, softmaxLoss } from "./classification-losses.ts";
import { regressionLoss } from "./regression-losses.ts";
import { settingsOf } from "./settings-of.ts";
import { z } from "zod";

function partOf(shape: TreeDataShape): BoostingPart {
  const data = treeData(shape);
  return { features: data.features, target: targetNumbers(data), weights: null };
}

async function grow(
  part: BoostingPart,
  classes: number,
  options: object = {},
  changes: Partial<BoostingSettings> = {},
  threads = 1,
): Promise<Boosted> {
  const parsed = z.strictObject(boostingOptions).parse({ max_iter: 8, ...options });
  const settings = { ...settingsOf(parsed, part.features, 1, 1), patience: null, ...changes };
  const loss = (tools: Parameters<Parameters<typeof boost>[2]>[0]) =>
    classes === 2
      ? logisticLoss(tools.writeLogisticPairs)
      : classes > 2
        ? softmaxLoss(classes)
        : regressionLoss({ name: "squared_error", quantile: 0.5, delta: null, deltaQuantile: 0.9 });
  const context = { threads, progress: () => undefined, metrics: () => undefined };
  return boost(part, null, loss, Math.max(1, classes === 2 ? 1 : classes), settings, context, randomKey("boost"));
}

const variants: readonly (readonly [string, number, object])[] = [
  ["two classes", 2, {}],
  ["three classes", 3, {}],
  ["values", 0, {}],
  ["level by level", 2, { grow_policy: "depthwise", max_depth: 4, max_leaf_nodes: null }],
  ["samples of rows and columns", 2, { subsample: 0.6, colsample_bytree: 0.7, max_features: 0.6 }],
  ["constraints and L1", 0, { monotonic_cst: { x0: 1, x2: 1 }, l1_regularization: 0.5, max_delta_step: 1 }],
];

describe("the same model", () => {
  it.each(variants)("by assembled and plain kernels: %s", async (_, classes, options) => {
    const part = partOf({ rows: 1500, classes, seed: "twin" });
    const assembled = await grow(part, classes, options);
    expect(assembled.trees.feature.length).toBeGreaterThan(50);
    expect(await grow(part, classes, options, { plainKernels: true })).toEqual(assembled);
  });

  it.each(variants)("by one thread and by two: %s", async (_, classes, options) => {
    const part = partOf({ rows: 1500, classes, seed: "threads" });
    expect(await grow(part, classes, options, {}, 2)).toEqual(await grow(part, classes, options, {}, 1));
  });

  it("by more threads than column groups", async () => {
    const part = partOf({ rows: 400, classes: 2, seed: "many" });
    expect(await grow(part, 2, {}, {}, 7)).toEqual(await grow(part, 2, {}, {}, 1));
  });

  it("whether histograms are kept or made anew", async () => {
    const part = partOf({ rows: 1500, classes: 2, seed: "pool" });
    const whole = await grow(part, 2);
    const few = await grow(part, 2, {}, { histogramBudget: 0 });
    expect(few.trees.feature).toEqual(whole.trees.feature);
    expect(few.trees.threshold).toEqual(whole.trees.threshold);
  });
});

describe("growth", () => {
  it("keeps to the limits of leaves and depth", async () => {
    const part = partOf({ rows: 1500, classes: 0, seed: "limits" });
    for (const [options, leaves] of [
      [{ max_leaf_nodes: 5 }, 5],
      [{ max_leaf_nodes: null, max_depth: 3 }, 8],
      [{ max_leaf_nodes: 6, max_depth: 10, grow_policy: "depthwise" }, 6],
    ] as const) {
      const { trees } = await grow(part, 0, options);
      const sizes = Array.from({ length: 8 }, (_, tree) => (trees.roots[tree + 1] ?? 0) - (trees.roots[tree] ?? 0));
      expect(Math.max(...sizes)).toBe(2 * leaves - 1);
    }
  });

  it("lowers the loss of the training rows in each round", async () => {
    for (const classes of [0, 2, 3]) {
      const { trainingLoss } = await grow(partOf({ rows: 800, classes, seed: "loss" }), classes);
      expect(trainingLoss).toHaveLength(9);
      expect(trainingLoss).toEqual(trainingLoss.toSorted((a, b) => b - a));
    }
  });

  it("asks no column that never changes", async () => {
    const { importances } = await grow(partOf({ rows: 800, classes: 2, seed: "constant" }), 2);
    expect(importances.split.at(-1)).toBe(0);
    expect(importances.gain.at(-1)).toBe(0);
  });

  it("ends where nothing is left to ask", async () => {
    const part = partOf({ rows: 200, classes: 0, seed: "flat" });
    const { rounds } = await grow({ ...part, target: new Float64Array(200).fill(3) }, 0);
    expect(rounds).toBe(1);
  });
});
