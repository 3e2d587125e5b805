import { locationOf } from "@mlops/config";
import { isMlopsError, MlopsError } from "@mlops/core";
import { loadEstimator, parseOptions } from "@mlops/models";
import { resolveSteps } from "@mlops/preprocessing";

import type { LoadedRecipe } from "../recipe/recipe-file.ts";

/**
 * Judges what only shows when a recipe over a table is executed, before any data is read: parameters of steps and
 * hyper-parameters, each at its place in the file.
 *
 * @throws MlopsError PREPROCESSOR_OPTION_INVALID, ESTIMATOR_OPTION_INVALID
 */
export async function checkTableRecipe(loaded: LoadedRecipe): Promise<void> {
  const { preprocessing, model } = loaded.recipe;
  if (preprocessing?.kind === "steps") {
    await resolveSteps(
      preprocessing.steps.map(({ type, options }, index) => ({
        type,
        options,
        where: (parameter) => {
          const step = ["preprocessor", "steps", index];
          return locationOf(loaded.positionOf(parameter === undefined ? step : [...step, parameter]));
        },
      })),
    );
  }
  const classPath = model.classPath ?? "";
  try {
    parseOptions(await loadEstimator(classPath), model.values, classPath);
  } catch (error) {
    if (!isMlopsError(error)) throw error;
    const place = locationOf(loaded.positionOf(["model", "hyperparameters"]));
    throw new MlopsError(error.code, `${place} ${error.message}`, { hint: error.hint, details: error.details });
  }
}
