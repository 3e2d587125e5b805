import { resolve } from "node:path";

import { type Configuration, problemsError } from "@mlops/config";
import { type LoadedRecipe, planWeather, recipeInputs, type WeatherFlags, type WeatherPlan } from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";
import { featureSetInputs } from "../listing/feature-set-inputs.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { loadCommandRecipe } from "../train/load-recipe.ts";
import { missingTrackers } from "../tracking/tracking-plan.ts";

/** What a weather command works on: the recipe, and one plan for each station. */
export interface WeatherWork {
  readonly loaded: LoadedRecipe;
  readonly plans: readonly WeatherPlan[];
  readonly seed: number;
  /** What is less than asked for before anything ran. */
  readonly reasons: readonly string[];
}

/** Reads the recipe and resolves it with the flags. */
export async function loadWeather(context: CommandContext, options: WeatherValues): Promise<WeatherWork> {
  return weatherWork(context, await loadCommandRecipe(context, options.recipeFile), options);
}

/** Resolves a recipe with the flags. @throws MlopsError RECIPE_INVALID, RECIPE_NOT_A_FORECAST, STATION_UNKNOWN */
export async function weatherWork(
  { services, globals }: CommandContext,
  loaded: LoadedRecipe,
  options: WeatherValues,
): Promise<WeatherWork> {
  const configuration = await services.configuration();
  const { projectRoot, value } = configuration;
  const { problems } = recipeInputs(loaded, { featureSet: featureSetInputs });
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
  const surroundings = { projectRoot, allowSynthetic: value.source.allow_synthetic };
  return {
    loaded,
    plans: planWeather(loaded, flagsOf(options, configuration), surroundings),
    seed: globals.seed ?? loaded.recipe.seed,
    reasons: missingTrackers(configuration),
  };
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
