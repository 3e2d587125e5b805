import { resolve } from "node:path";

import { displayFile, problemsError, readOptionalFile } from "@mlops/config";
import { MlopsError } from "@mlops/core";

import type { RecipeSetting } from "./located-tree.ts";
import { readRecipe } from "./read-recipe.ts";
import type { LoadedRecipe, RecipeFile } from "./recipe-file.ts";

export interface LoadRecipeOptions {
  /** Absolute path of the project root: messages name files relative to it. */
  readonly projectRoot: string;
  /** Relative paths are relative to this folder; the project root when absent. */
  readonly cwd?: string;
  /** Values given by flags; they win over the file's. */
  readonly settings?: readonly RecipeSetting[];
  readonly signal?: AbortSignal;
}

/**
 * Reads a recipe file; what is wrong inside is in `problems`.
 *
 * @throws MlopsError FILE_NOT_FOUND, PERMISSION_DENIED
 */
export async function loadRecipe(path: string, options: LoadRecipeOptions): Promise<RecipeFile> {
  const absolute = resolve(options.cwd ?? options.projectRoot, path);
  const content = await readOptionalFile(absolute, options.signal);
  if (content === undefined) {
    throw new MlopsError("FILE_NOT_FOUND", `The recipe ${absolute} does not exist.`, {
      hint: "Check --recipe-file; its path is relative to the current folder.",
      details: { path: absolute },
    });
  }
  return readRecipe(content, displayFile(absolute, options.projectRoot), options.settings ?? []);
}

/**
 * Reads a recipe file that must be right.
 *
 * @throws MlopsError as `loadRecipe`, and RECIPE_INVALID or the code that all problems share, with `details.problems`
 */
export async function requireRecipe(path: string, options: LoadRecipeOptions): Promise<LoadedRecipe> {
  return assertRecipe(await loadRecipe(path, options));
}

/** @throws MlopsError RECIPE_INVALID or the code that all problems share, with `details.problems` */
export function assertRecipe(file: RecipeFile): LoadedRecipe {
  const { layout, recipe, digest } = file;
  if (recipe === undefined || layout === undefined || digest === undefined) {
    throw problemsError("RECIPE_INVALID", file.problems);
  }
  return { ...file, layout, recipe, digest };
}
