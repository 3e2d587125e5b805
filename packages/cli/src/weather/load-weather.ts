import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { type Configuration, problemsError } from "@mlops/config";
import {
  type LoadedRecipe,
  planWeather,
  recipeInputs,
  type RecipeSetting,
  requireRecipe,
  shippedWeatherRecipe,
  type WeatherFlags,
  type WeatherPlan,
} from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";
import { featureSetInputs } from "../listing/feature-set-inputs.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { trackingReasons } from "./tracking-reasons.ts";

const USUAL_RECIPE = "recipes/commute-weather.yaml";

/** What a weather command works on: the recipe, and one plan for each station. */
export interface WeatherWork {
  readonly loaded: LoadedRecipe;
  readonly plans: readonly WeatherPlan[];
  readonly seed: number;
  /** What is less than asked for before anything ran. */
  readonly reasons: readonly string[];
}

/**
 * Reads the recipe (the flag's, the project's, or outside a project the one inside the package) and resolves it with the
 * flags.
 */
export async function loadWeather(
  { services, globals, signal }: CommandContext,
  options: WeatherValues,
  settings: readonly RecipeSetting[] = [],
): Promise<WeatherWork> {
  const configuration = await services.configuration();
  const { projectRoot, value } = configuration;
  const path = recipePath(options.recipeFile, configuration);
  const loaded = await requireRecipe(path, { projectRoot, settings, signal });
  const { problems } = recipeInputs(loaded, { featureSet: featureSetInputs });
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
  for (const notice of loaded.notices) services.log.warn(notice);
  const surroundings = { projectRoot, allowSynthetic: value.source.allow_synthetic };
  return {
    loaded,
    plans: planWeather(loaded, flagsOf(options, configuration), surroundings),
    seed: globals.seed ?? loaded.recipe.seed,
    reasons: trackingReasons(configuration),
  };
}

/** Flag paths are relative to the current folder. */
function recipePath(flag: string | undefined, { projectRoot }: Configuration): string {
  if (flag !== undefined) return resolve(flag);
  const usual = resolve(projectRoot, USUAL_RECIPE);
  return existsSync(usual) ? usual : shippedWeatherRecipe;
}

function flagsOf(options: WeatherValues, { variables }: Configuration): WeatherFlags {
  const { source, sourceFile, baseUrl, lookbackHours } = options;
  const station = options.station ?? (variables["KMA_STATION_ID"] || undefined)?.split(":").map((id) => id.trim());
  const location = options.location ?? (variables["COMMUTE_LOCATION"] || undefined);
  return {
    ...(source !== undefined && { source }),
    ...(sourceFile !== undefined && { sourceFile: resolve(sourceFile) }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(station !== undefined && { stations: station }),
    ...(location !== undefined && { location }),
    ...(lookbackHours !== undefined && { lookbackHours }),
  };
}
