import type { KeyPath, Located, Problem } from "@mlops/config";

import type { Recipe } from "./recipe.ts";
import type { RecipeLayout } from "./recipe-layout.ts";

/** A recipe's file as it was read: what it means, or what is wrong with it. */
export interface RecipeFile {
  /** The name to show in messages. */
  readonly file: string;
  /** The text as it stands in the file, without settings. */
  readonly text: string;
  readonly layout: RecipeLayout | undefined;
  /** Undefined exactly where there are problems. */
  readonly recipe: Recipe | undefined;
  /** SHA-256 of the canonical JSON of `recipe`: equal for equal meaning, whatever comments and layout. */
  readonly digest: string | undefined;
  readonly problems: readonly Problem[];
  /** An older schema version that was upgraded in memory. */
  readonly notices: readonly string[];
  /** The recipe's plain data as written, settings included; undefined where the YAML could not be read. */
  readonly written: unknown;
  /** Where a key or value of the file stands; the path is the file's own (`model.loader` in layout v1). */
  positionOf(path: KeyPath | string, part?: "key" | "value"): Located;
}

/** A recipe without problems. */
export interface LoadedRecipe extends RecipeFile {
  readonly layout: RecipeLayout;
  readonly recipe: Recipe;
  readonly digest: string;
}
