export { configValuesOf } from "./config-values.ts";
export { assertRecipe, loadRecipe, type LoadRecipeOptions, requireRecipe } from "./load-recipe.ts";
export { type RecipeSetting, settingOf } from "./located-tree.ts";
export { canonicalMetric, metricAliases } from "./metric-names.ts";
export { missingKeys } from "./missing-keys.ts";
export { stationIds } from "./normalise/normalise-shared.ts";
export { readRecipe } from "./read-recipe.ts";
export type * from "./recipe.ts";
export type { LoadedRecipe, RecipeFile } from "./recipe-file.ts";
export type { RecipeLayout } from "./recipe-layout.ts";
export { recipeJsonSchema, recipeSchema } from "./recipe-schema.ts";
export { RECIPE_SCHEMA_VERSION } from "./schema/shared-sections.ts";
export { unitsOfField } from "./schema/weather-schema.ts";
export { shippedRecipesFolder, shippedWeatherRecipe } from "./shipped-recipe.ts";
export { type AvailableFeatures, builtFeatures, unavailableFeatures } from "./unavailable-features.ts";
export {
  type RecipeInput,
  recipeInputs,
  type RecipeValidation,
  validateRecipe,
  type ValidateRecipeOptions,
} from "./validate-recipe.ts";
