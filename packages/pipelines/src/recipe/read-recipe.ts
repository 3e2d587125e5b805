import {
  displayPath,
  type KeyPath,
  type Problem,
  problemsOfIssues,
  readYaml,
  type SchemaUpgrade,
  upgradeDocument,
  type YamlDocument,
} from "@mlops/config";
import { digestJson } from "@mlops/core";
import type { z } from "zod";

import { checkReferences } from "./check-references.ts";
import { type LocatedTree, locatedTree, type RecipeSetting } from "./located-tree.ts";
import { normaliseV1 } from "./normalise/normalise-v1.ts";
import { normaliseV15 } from "./normalise/normalise-v15.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeFile } from "./recipe-file.ts";
import { layoutOf, type RecipeLayout } from "./recipe-layout.ts";
import { layoutV1Schema } from "./schema/layout-v1.ts";
import { layoutV15Schema } from "./schema/layout-v15.ts";
import { RECIPE_SCHEMA_VERSION } from "./schema/shared-sections.ts";

/** There is one schema version so far. */
const recipeUpgrades: readonly SchemaUpgrade[] = [];

/**
 * Reads a recipe's text: pure, and whatever is wrong is in `problems`, all of it at once.
 *
 * @param file how messages name the recipe; its stem names a recipe that has no name
 */
export function readRecipe(
  content: Uint8Array | string,
  file: string,
  settings: readonly RecipeSetting[] = [],
): RecipeFile {
  const written = readYaml(content, file);
  if (written.problems.length > 0) return failed(written, written.problems);
  if (!isMap(written.value)) return failed(written, [notARecipe(written)]);
  const { document, notices, problems } = upgradeDocument(written, {
    current: RECIPE_SCHEMA_VERSION,
    upgrades: recipeUpgrades,
    newerCode: "RECIPE_VERSION_NEWER",
  });
  if (problems.length > 0) return failed(written, problems);
  const tree = locatedTree(document, settings);
  const layout = layoutOf(tree);
  if (typeof layout !== "string") return failed(written, [layout], tree);
  const result = interpret(tree, layout, stemOf(file));
  const found = [...("problems" in result ? result.problems : []), ...checkReferences(tree)];
  if (found.length > 0 || !("recipe" in result)) return { ...failed(written, found, tree), layout, notices };
  return {
    ...failed(written, [], tree),
    layout,
    notices,
    recipe: result.recipe,
    digest: digestJson(result.recipe),
  };
}

type Interpretation = { readonly recipe: Recipe } | { readonly problems: readonly Problem[] };

function interpret(tree: LocatedTree, layout: RecipeLayout, fallbackName: string): Interpretation {
  return layout === "v1"
    ? parseWith(layoutV1Schema, tree, (input) => normaliseV1(input, fallbackName))
    : parseWith(layoutV15Schema, tree, normaliseV15);
}

function parseWith<S extends z.ZodType>(
  schema: S,
  tree: LocatedTree,
  normalise: (input: z.output<S>) => Recipe,
): Interpretation {
  const result = schema.safeParse(tree.value);
  if (result.success) return { recipe: normalise(result.data) };
  return { problems: problemsOfIssues(result.error.issues, { schema, input: tree.value, locate: tree.locate }) };
}

function failed(document: YamlDocument, problems: readonly Problem[], tree?: LocatedTree): RecipeFile {
  const located = tree ?? locatedTree(document, []);
  return {
    file: document.file,
    text: document.text,
    layout: undefined,
    recipe: undefined,
    digest: undefined,
    problems,
    notices: [],
    written: located.value,
    positionOf: (path, part) => located.locate(typeof path === "string" ? partsOf(path) : path, part),
  };
}

/** `gate.thresholds[0].metric` */
function partsOf(path: string): KeyPath {
  if (path === "") return [];
  return path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
}

function notARecipe(document: YamlDocument): Problem {
  return {
    code: "VALUE_INVALID",
    file: document.file,
    ...document.position([]),
    path: displayPath([]),
    message: document.value === null ? "The recipe is empty." : "The recipe must be a map of keys.",
    hint: "Begin with name, model and data; recipes/commute-weather.yaml is an example.",
  };
}

function stemOf(file: string): string {
  const base = file.split(/[/\\]/).at(-1) ?? file;
  return base.replace(/\.ya?ml$/i, "");
}

function isMap(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
