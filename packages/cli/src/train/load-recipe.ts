import { existsSync } from "node:fs";
import { resolve } from "node:path";

import type { Configuration } from "@mlops/config";
import {
  type LoadedRecipe,
  type RecipeSetting,
  requireRecipe,
  settingOf,
  shippedWeatherRecipe,
} from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";
import type { TrainValues } from "../options/train-options.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { trainingSettings } from "./training-settings.ts";

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

export interface TrainingRecipe {
  readonly loaded: LoadedRecipe;
  /** Whether flags or variables changed values of the file. */
  readonly changed: boolean;
}

/**
 * The recipe with what flags and documented variables say of its training.
 *
 * @throws MlopsError FILE_NOT_FOUND, RECIPE_INVALID, INVALID_ARGUMENT
 */
export async function loadTrainingRecipe(
  context: CommandContext,
  options: WeatherValues & TrainValues,
): Promise<TrainingRecipe> {
  const { services, signal } = context;
  const configuration = await services.configuration();
  const { projectRoot, variables } = configuration;
  const set = options.set.map(settingOf);
  const path = recipePath(options.recipeFile, configuration);
  const written = await requireRecipe(path, { projectRoot, settings: set, signal });
  const settings = await trainingSettings(written, options, variables);
  const all = [...settings.variables, ...set, ...settings.flags];
  return { loaded: await loadCommandRecipe(context, options.recipeFile, all), changed: all.length > 0 };
}

/** Flag paths are relative to the current folder. */
function recipePath(flag: string | undefined, { projectRoot }: Configuration): string {
  if (flag !== undefined) return resolve(flag);
  const usual = resolve(projectRoot, USUAL_RECIPE);
  return existsSync(usual) ? usual : shippedWeatherRecipe;
}
