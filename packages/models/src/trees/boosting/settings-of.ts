import { type Feature, MlopsError } from "@mlops/core";

import type { BoostingOptions } from "./boosting-options.ts";
import type { BoostingSettings } from "./boosting-settings.ts";

const HISTOGRAM_BUDGET = 512 * 2 ** 20;

/**
 * Options as settings. `scale` is the unit of the target that the trees are grown in.
 *
 * @throws MlopsError MODEL_FIT_INVALID for a constraint on a column that there is not, or that has categories
 */
export function settingsOf(
  options: BoostingOptions,
  features: readonly Feature[],
  scale: number,
  lossScale: number,
): Omit<BoostingSettings, "patience"> {
  return {
    rounds: options.max_iter,
    learningRate: options.learning_rate,
    limits: {
      leaves: options.max_leaf_nodes,
      depth: options.max_depth,
      order: options.grow_policy === "lossguide" ? "best-first" : "level-by-level",
    },
    rules: {
      l1: options.l1_regularization / scale,
      l2: options.l2_regularization,
      leastHessian: options.min_child_weight,
      leastRows: options.min_samples_leaf,
      leastGain: options.min_split_gain / scale ** 2,
      largestStep: options.max_delta_step / scale,
      categorySmoothing: options.cat_smooth,
      categoryL2: options.cat_l2,
      oneAgainstOthers: options.max_cat_to_onehot,
    },
    maxBins: options.max_bins,
    rowShare: options.subsample,
    rowRounds: options.subsample_freq,
    columnShare: options.colsample_bytree,
    nodeColumnShare: options.max_features,
    monotone: monotoneOf(options.monotonic_cst, features),
    leastImprovement: options.tol / lossScale,
    lossUnit: lossScale,
    plainKernels: false,
    histogramBudget: HISTOGRAM_BUDGET,
  };
}

function monotoneOf(constraints: BoostingOptions["monotonic_cst"], features: readonly Feature[]): (-1 | 0 | 1)[] {
  for (const [name, direction] of Object.entries(constraints ?? {})) {
    const feature = features.find((each) => each.name === name);
    if (feature === undefined) {
      throw new MlopsError(
        "MODEL_FIT_INVALID",
        `monotonic_cst names "${name}", which is no column; there are ${features.map((each) => `"${each.name}"`).join(", ")}.`,
      );
    }
    if (feature.kind === "categorical" && direction !== 0) {
      throw new MlopsError("MODEL_FIT_INVALID", `monotonic_cst names "${name}", whose categories have no order.`);
    }
  }
  return features.map(({ name }) => constraints?.[name] ?? 0);
}
