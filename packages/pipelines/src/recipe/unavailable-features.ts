import { displayPath, isExtensionReference, type KeyPath, type Problem, valueAt } from "@mlops/config";
import { isEstimatorName, supportedNames } from "@mlops/models";

import { classPathPlaces } from "./class-path-places.ts";
import { canonicalMetric, isBuiltMetric } from "./metric-names.ts";
import type { RecipeFile } from "./recipe-file.ts";

/** What this version can execute; the composition root may know more. */
export interface AvailableFeatures {
  /** Whether a class path is one of an estimator that can be trained. */
  isBuiltEstimator(classPath: string): boolean;
  /** Whether a metric of a canonical name is computed. */
  isBuiltMetric(name: string): boolean;
}

export const builtFeatures: AvailableFeatures = {
  isBuiltEstimator: isEstimatorName,
  isBuiltMetric,
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
  { path: ["model", "augmenter"], feature: "the feature store", asks: usesFeatureStore },
  { path: ["data", "fetcher"], feature: "the feature store", asks: usesFeatureStore },
  { path: ["data", "data_interface", "treatment_column"], feature: "causal models" },
  { path: ["data", "data_interface", "sequence_length"], feature: "sequence models" },
  { path: ["monitoring"], feature: "drift monitoring", asks: isEnabled },
  { path: ["pipeline", "max_retrain_attempts"], feature: "the retraining loop" },
];

/** What training on a table does, and a weather forecast, which computes its own features and splits by time, does not. */
const tableKeys: readonly UnbuiltKey[] = [
  { path: ["model", "loader"], feature: "forecasts from a table or query" },
  { path: ["data", "loader", "source_uri"], feature: "forecasts from a table or query" },
  { path: ["model", "preprocessor"], feature: "preprocessors in forecasts" },
  {
    path: ["preprocessor", "steps"],
    feature: "preprocessors in forecasts",
    asks: (value) => Array.isArray(value) && value.length > 0,
  },
  { path: ["model", "data_interface"], feature: "forecasts from a table or query" },
  { path: ["data", "data_interface", "feature_columns"], feature: "forecasts from a table or query" },
  {
    path: ["data", "split", "strategy"],
    feature: "random splits of forecasts",
    asks: (value) => value !== "temporal",
  },
  { path: ["evaluation", "validation"], feature: "random splits of forecasts" },
  { path: ["data", "split", "calibration"], feature: "calibration of forecasts", asks: (value) => value !== 0 },
  { path: ["evaluation", "cross_validation"], feature: "cross-validation beside a forecast's own" },
  { path: ["data", "leak_checks"], feature: "leak checks of forecasts" },
  {
    path: ["model", "hyperparameters", "tuning_enabled"],
    feature: "hyper-parameter search of forecasts",
    asks: (value) => value === true,
  },
  { path: ["hyperparameter_tuning"], feature: "hyper-parameter search of forecasts", asks: isEnabled },
];

/**
 * The keys of a valid recipe whose feature is not part of this version. They are no mistake of the recipe, but executing it
 * would ignore them: `train` refuses to.
 */
export function unavailableFeatures(
  file: RecipeFile,
  available: AvailableFeatures = builtFeatures,
): readonly Problem[] {
  const unavailable = (path: KeyPath, feature: string, hint?: string): Problem => ({
    code: "RECIPE_FEATURE_NOT_AVAILABLE",
    ...file.positionOf(path, "key"),
    path: displayPath(path),
    message: `The key ${displayPath(path)} needs ${feature}, which this version of mlops does not have yet.`,
    hint: hint ?? `Remove ${displayPath(path)}, or use a version that has ${feature}.`,
  });
  const forecasts = file.recipe?.source !== undefined;
  const keys = [...unbuiltKeys, ...(forecasts ? tableKeys : [])].filter(({ path, asks }) => {
    const value = valueAt(file.written, path);
    return value !== undefined && (asks === undefined || asks(value));
  });
  return [
    ...keys.map(({ path, feature }) => unavailable(path, feature)),
    ...(forecasts ? searchRanges(file) : []).map((path) => unavailable(path, "hyper-parameter search of forecasts")),
    ...classPaths(file, available).map((path) => {
      const written = String(valueAt(file.written, path));
      return unavailable(path, `the model ${written}`, supportedNames(written));
    }),
    ...metrics(file, available).map((path) => unavailable(path, `the metric ${String(valueAt(file.written, path))}`)),
  ];
}

/** In layout v1 a range among the hyper-parameters asks for a search by itself. */
function searchRanges(file: RecipeFile): readonly KeyPath[] {
  if (file.layout !== "v1") return [];
  return Object.keys(file.recipe?.model.space ?? {}).map((name) => ["model", "hyperparameters", name]);
}

/** Class paths that are none, of the model and of the estimators inside it; those of a project's own code are judged there. */
function classPaths(file: RecipeFile, available: AvailableFeatures): readonly KeyPath[] {
  return classPathPlaces(file).filter((path) => {
    const value = valueAt(file.written, path);
    return typeof value === "string" && !isExtensionReference(value) && !available.isBuiltEstimator(value);
  });
}

function metrics(file: RecipeFile, available: AvailableFeatures): readonly KeyPath[] {
  const isUnbuilt = (value: unknown): boolean => {
    const name = typeof value === "string" ? canonicalMetric(value) : undefined;
    return name !== undefined && !available.isBuiltMetric(name);
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
