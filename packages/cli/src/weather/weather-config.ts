import type { JsonObject } from "@mlops/core";
import type { WeatherPlan } from "@mlops/pipelines";

/** The configuration that trackers show of a weather run; paths of the machine are not in it. */
export function weatherConfig(plan: WeatherPlan, seed: number): JsonObject {
  const { recipe, recipeDigest, station, source, lookbackHours, horizonHours, features, modelName, alias } = plan;
  return {
    recipe,
    recipe_digest: recipeDigest,
    seed,
    station: station.id,
    time_zone: station.timeZone,
    source: source.name,
    lookback_hours: lookbackHours,
    horizon_hours: horizonHours,
    feature_set: features.set,
    model_name: modelName,
    model_alias: alias,
  };
}
