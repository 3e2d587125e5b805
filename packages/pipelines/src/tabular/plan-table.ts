import { MlopsError } from "@mlops/core";

import type { CustomStepPlan } from "../custom-steps/custom-step-plan.ts";
import type { CustomEstimatorPlan } from "../custom-estimators/custom-estimator-plan.ts";
import type { CustomMetricPlan } from "../custom-metrics/custom-metric-plan.ts";
import { namesOf } from "../custom-metrics/plan-custom-metrics.ts";
import { estimatorOptions } from "../recipe/estimator-options.ts";
import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import { withMidpoints } from "../recipe/search-midpoints.ts";
import { dataSource } from "./data-source.ts";
import type { JudgingPlan, SplitPlan, TablePlan } from "./table-plan.ts";

export interface TableFlags {
  /** Absolute path of a file that stands in for the recipe's data. */
  readonly dataPath?: string;
  /** What was taken for what the recipe leaves open. */
  readonly warnings?: readonly string[];
}

/** What was found out about the recipe before it is planned. */
export interface TableFindings {
  readonly customMetrics?: readonly CustomMetricPlan[];
  readonly customSteps?: readonly CustomStepPlan[];
  readonly customEstimators?: readonly CustomEstimatorPlan[];
}

/** System B's split, and that of recipes which say nothing: 70 / 15 / 15, stratified. */
const usualSplit: SplitPlan = {
  strategy: "random",
  train: 0.7,
  validation: 0.15,
  test: 0.15,
  calibration: 0,
  stratify: true,
};

/** Where a calibration is asked for and no split given: a part of its own, taken from the test part. */
const calibratedSplit: SplitPlan = { ...usualSplit, test: 0.1, calibration: 0.05 };

/**
 * Resolves a recipe over a table, and flags, into a plan.
 *
 * @throws MlopsError RECIPE_INVALID, RECIPE_FEATURE_NOT_AVAILABLE with the key's place
 */
export function planTable(
  loaded: LoadedRecipe,
  flags: TableFlags,
  projectRoot: string,
  { customMetrics = [], customSteps = [], customEstimators = [] }: TableFindings = {},
): TablePlan {
  const { recipe, digest } = loaded;
  const { data } = recipe;
  const { model, warnings } = withMidpoints(recipe.model);
  const [target, ...otherTargets] = data.targets;
  if (target === undefined || model.classPath === undefined) {
    throw new MlopsError(
      "RECIPE_INVALID",
      `The recipe ${loaded.file} names no ${target === undefined ? "target" : "model class"}.`,
    );
  }
  const twice = data.targets.find((name, index) => data.targets.indexOf(name) !== index);
  if (twice !== undefined) throw new MlopsError("RECIPE_INVALID", `${loaded.file} names the target "${twice}" twice.`);
  const { pos_label: positive } = data.options;
  return {
    recipe: recipe.name,
    recipeDigest: digest,
    ...(recipe.description !== undefined && { description: recipe.description }),
    modelName: model.name,
    alias: recipe.promotion?.alias ?? "champion",
    source: dataSource(loaded, projectRoot, flags.dataPath),
    ...(data.parse && { parse: data.parse }),
    task: taskOf(loaded),
    target,
    ...(otherTargets.length > 0 && { otherTargets }),
    exclude: excludedColumns(loaded),
    ...(data.featureColumns && { features: [...data.featureColumns] }),
    ...(isLabel(positive) && { positiveClass: positive }),
    split: splitOf(loaded),
    ...(recipe.preprocessing?.kind === "steps" && {
      steps: recipe.preprocessing.steps.map(({ type, options }) => ({
        type,
        options: { ...options },
      })),
    }),
    ...(recipe.preprocessing?.kind === "options" && {
      block: { name: recipe.preprocessing.name, options: { ...recipe.preprocessing.options } },
    }),
    estimator: { classPath: model.classPath, options: estimatorOptions(model) },
    decision: {
      ...(model.calibration && { calibration: model.calibration.method }),
      ...(model.decisionThreshold && { threshold: model.decisionThreshold }),
    },
    judging: judgingOf(loaded),
    metrics: namesOf(recipe.evaluation.metrics, customMetrics),
    ...(customEstimators.length > 0 && { customEstimators: [...customEstimators] }),
    ...(customSteps.length > 0 && { customSteps: [...customSteps] }),
    ...(customMetrics.length > 0 && { customMetrics: [...customMetrics] }),
    thresholds: (recipe.gate?.thresholds ?? []).map(({ metric, operator, threshold }) => ({
      metric: namesOf([metric], customMetrics)[0] ?? metric,
      operator,
      threshold,
    })),
    minimumPoints: recipe.gate?.minimumPoints ?? 1,
    warnings: [...(flags.warnings ?? []), ...warnings],
  };
}

export function taskOf({ recipe, file }: LoadedRecipe): TablePlan["task"] {
  const { task } = recipe;
  if (task === "classification" || task === "regression") return task;
  throw new MlopsError(
    task === undefined ? "RECIPE_INVALID" : "RECIPE_FEATURE_NOT_AVAILABLE",
    `The recipe ${file} ${task === undefined ? "names no task" : `has the task ${task}`}; this version trains classification and regression.`,
  );
}

/** Entities and times ride along; the excluded columns of layout v1 may name the target, which is no feature anyway. */
function excludedColumns({ recipe }: LoadedRecipe): string[] {
  const { data, preprocessing } = recipe;
  const excluded = preprocessing?.kind === "options" ? preprocessing.options["exclude_cols"] : undefined;
  const names = [
    ...data.entityColumns,
    ...(data.split?.groupColumn === undefined ? [] : [data.split.groupColumn]),
    ...(data.timestampColumn === undefined ? [] : [data.timestampColumn]),
    ...(Array.isArray(excluded) ? excluded.map(String) : []),
  ];
  return [...new Set(names)].filter((name) => !data.targets.includes(name));
}

function splitOf({ recipe }: LoadedRecipe): SplitPlan {
  const { split } = recipe.data;
  if (!split) return recipe.model.calibration ? calibratedSplit : usualSplit;
  const { strategy, train, validation, test, calibration, stratify, temporalColumn, groupColumn } = split;
  return {
    strategy,
    train,
    validation,
    test,
    calibration,
    stratify,
    ...(temporalColumn !== undefined && { temporalColumn }),
    ...(groupColumn !== undefined && { groupColumn }),
  };
}

function judgingOf({ recipe }: LoadedRecipe): JudgingPlan {
  const { promotion, data, evaluation } = recipe;
  return {
    confidenceLevel: promotion?.confidenceLevel ?? 0.9,
    resamples: promotion?.resamples ?? 1000,
    blockHours: promotion?.blockHours ?? 24,
    leakPolicy: data.leakChecks?.policy ?? "report",
    outcomeColumns: [...(data.leakChecks?.outcomeColumns ?? [])],
    ...(evaluation.crossValidation && { folds: evaluation.crossValidation.folds }),
  };
}

function isLabel(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
