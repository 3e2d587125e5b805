import { resolve } from "node:path";

import { type JsonValue, MlopsError } from "@mlops/core";

import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import type { Recipe, SourceSpec, WeatherFileSpec } from "../recipe/recipe.ts";
import type { WeatherPlan } from "./weather-plan.ts";

/** What flags say; each wins over the recipe. */
export interface WeatherFlags {
  readonly source?: string;
  /** Absolute path. */
  readonly sourceFile?: string;
  readonly baseUrl?: string;
  readonly stations?: readonly string[];
  readonly location?: string;
  readonly lookbackHours?: number;
}

export interface PlanSurroundings {
  /** Absolute; paths in the recipe are relative to it. */
  readonly projectRoot: string;
  readonly allowSynthetic: boolean;
}

/**
 * Resolves recipe and flags into one plan for each station. A file or base URL given without a source means that source.
 *
 * @throws MlopsError RECIPE_NOT_A_FORECAST, STATION_UNKNOWN, INVALID_ARGUMENT
 */
export function planWeather(
  loaded: LoadedRecipe,
  flags: WeatherFlags,
  surroundings: PlanSurroundings,
): readonly WeatherPlan[] {
  const { recipe, digest } = loaded;
  const { source, features, forecast } = recipe;
  if (!source || !features || !forecast) throw notAForecast(loaded);
  const name = flags.source ?? impliedSource(flags) ?? source.name;
  const options = sourceOptions(name, source, flags, surroundings.projectRoot);
  return (flags.stations ?? source.stations).map((id): WeatherPlan => ({
    recipe: recipe.name,
    recipeDigest: digest,
    station: stationOf(recipe, id, loaded.file),
    source: { name, options, allowSynthetic: surroundings.allowSynthetic },
    lookbackHours: flags.lookbackHours ?? source.lookbackHours,
    horizonHours: forecast.horizonHours,
    features: {
      set: features.set,
      ...(features.include && { include: [...features.include] }),
      exclude: [...features.exclude],
    },
    modelName: `${recipe.model.name}-${id}`,
    alias: recipe.promotion?.alias ?? "champion",
  }));
}

function impliedSource({ sourceFile, baseUrl }: WeatherFlags): string | undefined {
  if (sourceFile !== undefined) return "file";
  return baseUrl === undefined ? undefined : "http";
}

function stationOf(recipe: Recipe, id: string, file: string): WeatherPlan["station"] {
  const station = recipe.stations[id];
  if (station) return { ...station };
  const known = Object.keys(recipe.stations);
  throw new MlopsError("STATION_UNKNOWN", `The recipe ${file} has no station "${id}"; it has ${known.join(", ")}.`, {
    details: { station: id, known },
  });
}

/** The options of a source that the recipe and the flags decide; endpoints and keys are the configuration's. */
function sourceOptions(
  name: string,
  source: SourceSpec,
  flags: WeatherFlags,
  projectRoot: string,
): Record<string, JsonValue> {
  const options: Record<string, JsonValue> = {};
  if (flags.baseUrl !== undefined) {
    if (name === "auto") {
      throw new MlopsError("INVALID_ARGUMENT", `--base-url ${flags.baseUrl} has no meaning for the source auto.`, {
        hint: "Name the source that answers there, such as --source kma or --source http.",
      });
    }
    options["base_url"] = flags.baseUrl;
  }
  const location = flags.location ?? source.location;
  if (name === "http" && location !== undefined) {
    const stations = flags.stations ?? source.stations;
    options["locations"] = Object.fromEntries(stations.map((id) => [id, location]));
  }
  if (name !== "file") return options;
  const path =
    flags.sourceFile ?? (source.file?.path === undefined ? undefined : resolve(projectRoot, source.file.path));
  if (path === undefined) {
    throw new MlopsError("INVALID_ARGUMENT", "The source `file` was asked for without a file.", {
      hint: "Name it with --source-file, or with source.file.path in the recipe.",
    });
  }
  return { ...options, path, ...(source.file && fileOptions(source.file, path)) };
}

function fileOptions(file: WeatherFileSpec, path: string): Record<string, JsonValue> {
  const { column, timeZone, format, disambiguation } = file.observedAt;
  // The recipe's format and encoding are those of its own layout, CSV; a file that a flag names may be Parquet.
  const parquet = /\.parquet$/i.test(path);
  return {
    ...(file.format !== undefined && !parquet && { format: file.format }),
    ...(file.encoding !== undefined && !parquet && { encoding: file.encoding }),
    ...(file.stationId !== undefined && { station_id: file.stationId }),
    null_values: [...file.nullValues],
    delay_minutes: file.delayMinutes,
    columns: {
      observed_at: {
        column,
        ...(timeZone !== undefined && { time_zone: timeZone }),
        ...(format !== undefined && { format }),
        ...(disambiguation !== undefined && { disambiguation }),
      },
      ...Object.fromEntries(
        Object.entries(file.columns).map(([field, mapped]) => [
          snakeCase(field),
          { column: mapped.column, ...(mapped.unit !== undefined && { unit: mapped.unit }) },
        ]),
      ),
    },
  };
}

function snakeCase(camelCase: string): string {
  return camelCase.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function notAForecast({ file, recipe }: LoadedRecipe): MlopsError {
  const missing = (["source", "features", "forecast"] as const).filter((section) => recipe[section] === undefined);
  return new MlopsError(
    "RECIPE_NOT_A_FORECAST",
    `The recipe ${file} has no section ${missing.join(", no section ")}.`,
    {
      details: { missing },
    },
  );
}
