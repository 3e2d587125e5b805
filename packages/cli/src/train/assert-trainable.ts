import { problemsError } from "@mlops/config";
import { MlopsError } from "@mlops/core";
import { type LoadedRecipe, missingKeys, unavailableFeatures } from "@mlops/pipelines";

import { flagOf } from "../options/option.ts";
import type { TrainValues } from "../options/train-options.ts";

/**
 * Refuses what this version would have to ignore, in the recipe or on the command line.
 *
 * @throws MlopsError RECIPE_FEATURE_NOT_AVAILABLE, RECIPE_INVALID, INVALID_ARGUMENT
 */
export function assertTrainable(loaded: LoadedRecipe, options: TrainValues): void {
  const problems = [...unavailableFeatures(loaded), ...missingKeys(loaded)];
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
  if (options.contextParams !== undefined) throw unavailable("contextParams", "the recipe has no template");
  if (options.dataPath !== undefined && loaded.recipe.source !== undefined) {
    throw unavailable("dataPath", "a forecast learns from a weather source; name a file with --source-file");
  }
}

function unavailable(option: string, reason: string): MlopsError {
  return new MlopsError("INVALID_ARGUMENT", `${flagOf(option)} has no meaning here: ${reason}.`, {
    hint: `Leave ${flagOf(option)} out.`,
    details: { option: flagOf(option) },
  });
}
