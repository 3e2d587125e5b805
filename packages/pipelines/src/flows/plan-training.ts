import { findEstimator } from "@mlops/models";

import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import { positionedError } from "../recipe/positioned-error.ts";
import type { WeatherPlan } from "../weather/weather-plan.ts";
import type { TrainInput } from "./train-forecast.ts";

/** Input of the training workflow: what the recipe says about learning and judging, with the documented defaults. */
export function planTraining(loaded: LoadedRecipe, plan: WeatherPlan): TrainInput {
  const { model, data, promotion, evaluation, source } = loaded.recipe;
  if (findEstimator(model.classPath ?? "").name !== "ridge") {
    throw positionedError(loaded, ["model", "class_path"], "a weather forecast is trained with mlops.ridge.");
  }
  const { train, validation, test } = data.split ?? { train: 0.7, validation: 0.1, test: 0.2 };
  const { alphas, cv_splits: cvSplits, alpha, ...unknown } = model.values;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined) {
    throw positionedError(
      loaded,
      ["model", "hyperparameters", "values", strange],
      `mlops.ridge has no hyper-parameter "${strange}"; it has alpha, alphas and cv_splits.`,
    );
  }
  const candidates = alphas ?? (alpha === undefined ? undefined : [alpha]);
  return {
    plan,
    historyDays: source?.historyDays ?? 14,
    training: {
      fractions: { train, validation, test },
      ...(candidates !== undefined && { alphas: numbers(loaded, candidates) }),
      ...(cvSplits !== undefined && { cvSplits: folds(loaded, cvSplits) }),
    },
    promotion: {
      confidenceLevel: promotion?.confidenceLevel ?? 0.9,
      blockHours: promotion?.blockHours ?? 24,
      resamples: promotion?.resamples ?? 2000,
    },
    metrics: [...evaluation.metrics],
  };
}

function numbers(loaded: LoadedRecipe, value: unknown): number[] {
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number" && item >= 0)) {
    return value as number[];
  }
  throw positionedError(
    loaded,
    ["model", "hyperparameters", "values", "alphas"],
    "alphas must be a list of numbers ≥ 0.",
  );
}

function folds(loaded: LoadedRecipe, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 2) return value;
  throw positionedError(
    loaded,
    ["model", "hyperparameters", "values", "cv_splits"],
    "cv_splits must be a whole number ≥ 2.",
  );
}
