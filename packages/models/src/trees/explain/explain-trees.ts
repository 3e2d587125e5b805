import { type Feature, MlopsError } from "@mlops/core";

import type { FittedEstimator } from "../../estimator/fitted-estimator.ts";
import type { BoostingState } from "../boosting/boosting-state.ts";
import type { ForestState } from "../forest/forest-state.ts";
import { treeCount } from "../tree-ensemble.ts";
import { treeShap } from "./tree-shap.ts";

/** What each column adds to single predictions. */
export interface Explanation {
  /**
   * What the numbers are of: predicted values, probabilities, or scores before the link: log-odds of two classes, logarithms
   * up to a constant of more, the logarithm of a Poisson mean.
   */
  readonly unit: "value" | "probability" | "score";
  /** Of each output: the mean prediction over the training rows. One output for values and for two classes: the second's. */
  readonly base: readonly number[];
  /** Of each output and feature: one number per row. Base and all features add up to the row's prediction in this unit. */
  readonly contributions: readonly (readonly Float64Array[])[];
}

/**
 * SHAP values of a fitted model of trees. The features are those of its training, in its order and with its categories.
 *
 * @throws MlopsError MODEL_UNSUPPORTED for a model that is not made of trees
 */
export function explainTrees(fitted: FittedEstimator, features: readonly Feature[]): Explanation {
  const { state } = fitted;
  if ("link" in state && "trees" in state) return explainBoosting(state as BoostingState, features);
  if ("outOfBag" in state && "trees" in state) return explainForest(state as ForestState, features);
  throw new MlopsError("MODEL_UNSUPPORTED", `A model of ${fitted.estimator} is not made of trees.`);
}

function explainBoosting({ trees, start, link }: BoostingState, features: readonly Feature[]): Explanation {
  const { base, contributions } = treeShap(features, trees);
  const scores = base.map((each, output) => each + (start[output] ?? 0));
  if (link.kind !== "linear") return { unit: "score", base: scores, contributions };
  return {
    unit: "value",
    base: scores.map((each) => each * link.scale + link.shift),
    contributions: scaled(contributions, link.scale),
  };
}

function explainForest({ trees, classes, shift, scale }: ForestState, features: readonly Feature[]): Explanation {
  const { base, contributions } = treeShap(features, trees);
  const factor = scale / treeCount(trees);
  return {
    unit: classes === null ? "value" : "probability",
    base: base.map((each) => each * factor + shift),
    contributions: scaled(contributions, factor),
  };
}

function scaled(contributions: readonly (readonly Float64Array[])[], factor: number): Float64Array[][] {
  return contributions.map((columns) => columns.map((column) => column.map((each) => each * factor)));
}
