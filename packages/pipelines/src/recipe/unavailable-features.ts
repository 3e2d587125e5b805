import { type KeyPath, type Problem, displayPath, valueAt } from "@mlops/config";

import { canonicalMetric } from "./metric-names.ts";
import type { RecipeFile } from "./recipe-file.ts";

/** What this version can execute; the composition root may know more. */
export interface AvailableFeatures {
  /** Class paths of estimators that can be trained. */
  readonly classPaths: readonly string[];
  /** Canonical names of metrics that are computed. */
  readonly metrics: readonly string[];
}

export const builtFeatures: AvailableFeatures = {
  classPaths: ["mlops.ridge"],
  metrics: ["r2", "mae", "mse", "rmse", "mape"],
};

interface UnbuiltKey {
  readonly path: readonly string[];
  readonly feature: string;
  /** Whether this value asks for the feature; any value does when absent. */
  readonly asks?: (value: unknown) => boolean;
}

const isEnabled = (value: unknown): boolean => valueAt(value, ["enabled"]) === true;
const usesFeatureStore = (value: unknown): boolean => valueAt(value, ["type"]) === "feature_store";

const unbuiltKeys: readonly UnbuiltKey[] = [
  {
    path: ["source", "name"],
    feature: "weather sources of one's own",
    asks: (value) => String(value).startsWith("./"),
  },
  { path: ["model", "loader"], feature: "training from a table or query" },
  { path: ["data", "loader", "source_uri"], feature: "training from a table or query" },
  { path: ["model", "augmenter"], feature: "the feature store", asks: usesFeatureStore },
  { path: ["data", "fetcher"], feature: "the feature store", asks: usesFeatureStore },
  { path: ["model", "preprocessor"], feature: "preprocessors" },
  {
    path: ["preprocessor", "steps"],
    feature: "preprocessors",
    asks: (value) => Array.isArray(value) && value.length > 0,
  },
  { path: ["model", "data_interface"], feature: "training from a table or query" },
  { path: ["data", "data_interface", "feature_columns"], feature: "training from a table or query" },
  { path: ["data", "data_interface", "treatment_column"], feature: "causal models" },
  { path: ["data", "data_interface", "sequence_length"], feature: "sequence models" },
  { path: ["data", "split", "strategy"], feature: "random splits", asks: (value) => value !== "temporal" },
  { path: ["data", "split", "calibration"], feature: "calibration", asks: (value) => value !== 0 },
  { path: ["model", "calibration"], feature: "calibration", asks: isEnabled },
  { path: ["model", "hyperparameters", "estimator"], feature: "estimators inside estimators" },
  { path: ["model", "hyperparameters", "estimators"], feature: "estimators inside estimators" },
  {
    path: ["model", "hyperparameters", "tuning_enabled"],
    feature: "hyper-parameter search",
    asks: (value) => value === true,
  },
  { path: ["hyperparameter_tuning"], feature: "hyper-parameter search", asks: isEnabled },
  { path: ["evaluation", "validation"], feature: "random splits" },
  { path: ["monitoring"], feature: "drift monitoring", asks: isEnabled },
  { path: ["pipeline", "max_retrain_attempts"], feature: "the retraining loop" },
];

/**
 * The keys of a valid recipe whose feature is not part of this version. They are no mistake of the recipe, but executing it
 * would ignore them: `train` refuses to.
 */
export function unavailableFeatures(
  file: RecipeFile,
  available: AvailableFeatures = builtFeatures,
): readonly Problem[] {
  const unavailable = (path: KeyPath, feature: string): Problem => ({
    code: "RECIPE_FEATURE_NOT_AVAILABLE",
    ...file.positionOf(path, "key"),
    path: displayPath(path),
    message: `The key ${displayPath(path)} needs ${feature}, which this version of mlops does not have yet.`,
    hint: `Remove ${displayPath(path)}, or use a version that has ${feature}.`,
  });
  const keys = unbuiltKeys.filter(({ path, asks }) => {
    const value = valueAt(file.written, path);
    return value !== undefined && (asks === undefined || asks(value));
  });
  return [
    ...keys.map(({ path, feature }) => unavailable(path, feature)),
    ...searchRanges(file).map((path) => unavailable(path, "hyper-parameter search")),
    ...classPath(file, available).map((path) => unavailable(path, `the model ${String(valueAt(file.written, path))}`)),
    ...metrics(file, available).map((path) => unavailable(path, `the metric ${String(valueAt(file.written, path))}`)),
  ];
}

/** In layout v1 a range among the hyper-parameters asks for a search by itself. */
function searchRanges(file: RecipeFile): readonly KeyPath[] {
  if (file.layout !== "v1") return [];
  return Object.keys(file.recipe?.model.space ?? {}).map((name) => ["model", "hyperparameters", name]);
}

function classPath(file: RecipeFile, available: AvailableFeatures): readonly KeyPath[] {
  const path = ["model", "class_path"];
  const value = valueAt(file.written, path);
  return typeof value !== "string" || available.classPaths.includes(value) ? [] : [path];
}

function metrics(file: RecipeFile, available: AvailableFeatures): readonly KeyPath[] {
  const isUnbuilt = (value: unknown): boolean => {
    const name = typeof value === "string" ? canonicalMetric(value) : undefined;
    return name !== undefined && !available.metrics.includes(name);
  };
  const listed = listAt(file.written, ["evaluation", "metrics"]).flatMap((value, index) =>
    isUnbuilt(value) ? [["evaluation", "metrics", index]] : [],
  );
  const judged = listAt(file.written, ["gate", "thresholds"]).flatMap((value, index) =>
    isUnbuilt(valueAt(value, ["metric"])) ? [["gate", "thresholds", index, "metric"]] : [],
  );
  return [...listed, ...judged];
}

function listAt(root: unknown, path: KeyPath): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}
