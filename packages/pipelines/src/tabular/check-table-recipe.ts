import { problemsError } from "@mlops/config";

import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import { tableOptionProblems } from "../recipe/table-options.ts";

/**
 * Judges what only shows when a recipe over a table is executed, before any data is read: parameters of steps and
 * hyper-parameters, each at its place in the file.
 *
 * @throws MlopsError RECIPE_INVALID, or VALUE_INVALID where nothing else is wrong, with `details.problems`
 */
export async function checkTableRecipe(loaded: LoadedRecipe): Promise<void> {
  const problems = await tableOptionProblems(loaded);
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
}
