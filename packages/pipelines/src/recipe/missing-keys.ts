import type { Problem } from "@mlops/config";
import { assertModelName, isMlopsError } from "@mlops/core";

import type { RecipeFile } from "./recipe-file.ts";

/**
 * Keys without which a valid recipe cannot be trained: recipes may be fragments, as the documented examples are.
 */
export function missingKeys(file: RecipeFile): readonly Problem[] {
  const { recipe, layout } = file;
  if (recipe === undefined) return [];
  const inModel = layout === "v1";
  const missing = (key: string, within: readonly string[], what: string): Problem => ({
    code: "VALUE_INVALID",
    ...file.positionOf(within, "key"),
    path: [...within, key].join("."),
    message: `The recipe has no ${what}, so there is nothing to train.`,
    hint: `Add ${[...within, key].join(".")}.`,
  });
  const problems: Problem[] = [];
  if (recipe.model.classPath === undefined) problems.push(missing("class_path", ["model"], "model class"));
  if (recipe.source === undefined && recipe.data.loader === undefined) {
    problems.push(missing("loader", inModel ? ["model"] : ["data"], "data source"));
  }
  if (recipe.source !== undefined && recipe.features === undefined)
    problems.push(missing("features", [], "feature set"));
  if (recipe.source !== undefined && recipe.forecast === undefined) problems.push(missing("forecast", [], "forecast"));
  if (recipe.source !== undefined && Object.keys(recipe.stations).length === 0) {
    problems.push(missing("stations", [], "station with its time zone"));
  }
  if (recipe.source === undefined && recipe.data.targets.length === 0 && recipe.task !== "clustering") {
    const within = inModel ? ["model", "data_interface"] : ["data", "data_interface"];
    problems.push(missing(inModel ? "target_col" : "target_column", within, "target"));
  }
  if (!isModelName(recipe.model.name)) {
    problems.push(missing("name", ["model"], `name for its model ("${recipe.model.name}" cannot be one)`));
  }
  return problems;
}

function isModelName(name: string): boolean {
  try {
    assertModelName(name);
    return true;
  } catch (error) {
    if (isMlopsError(error)) return false;
    throw error;
  }
}
