import { existsSync } from "node:fs";
import { resolve } from "node:path";

import type { Configuration } from "@mlops/config";
import { type LoadedRecipe, type RecipeSetting, requireRecipe, shippedWeatherRecipe } from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";

const USUAL_RECIPE = "recipes/commute-weather.yaml";

/**
 * The recipe that a flag names, else the project's usual one, else (outside a project) the one inside the package.
 *
 * @throws MlopsError FILE_NOT_FOUND, RECIPE_INVALID
 */
export async function loadCommandRecipe(
  { services, signal }: CommandContext,
  recipeFile: string | undefined,
  settings: readonly RecipeSetting[] = [],
): Promise<LoadedRecipe> {
  const configuration = await services.configuration();
  const { projectRoot } = configuration;
  const loaded = await requireRecipe(recipePath(recipeFile, configuration), { projectRoot, settings, signal });
  for (const notice of loaded.notices) services.log.warn(notice);
  return loaded;
}

/** Flag paths are relative to the current folder. */
function recipePath(flag: string | undefined, { projectRoot }: Configuration): string {
  if (flag !== undefined) return resolve(flag);
  const usual = resolve(projectRoot, USUAL_RECIPE);
  return existsSync(usual) ? usual : shippedWeatherRecipe;
}
