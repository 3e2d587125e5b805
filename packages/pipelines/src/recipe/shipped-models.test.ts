import { readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { loadRecipe } from "./load-recipe.ts";
import { validateRecipe } from "./validate-recipe.ts";

const projectRoot = join(import.meta.dirname, "..", "..", "..", "..");
const recipes = readdirSync(join(projectRoot, "recipes/models"), { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".yaml"),
);

describe("recipes of single models", () => {
  test("there is at least one for each task", () => {
    expect(recipes.some((name) => name.startsWith("classification"))).toBe(true);
    expect(recipes.some((name) => name.startsWith("regression"))).toBe(true);
  });

  test.each(recipes)("%s is valid and trainable", async (name) => {
    const file = await loadRecipe(join("recipes/models", name), { projectRoot });
    const { problems, notTrainable } = await validateRecipe(file, { projectRoot });
    // Data that is downloaded is not in the repository.
    const mistakes = problems.filter(({ message }) => !/^The file data\/.* does not exist\.$/.test(message));
    expect({ mistakes, notTrainable }).toEqual({ mistakes: [], notTrainable: [] });
  });
});
