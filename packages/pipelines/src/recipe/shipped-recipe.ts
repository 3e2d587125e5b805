import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the recipes inside the package: what `init` copies. */
export const shippedRecipesFolder = fileURLToPath(new URL("../../recipes", import.meta.url));

/** The weather recipe: what `realtime` and `train` use outside a project. */
export const shippedWeatherRecipe = join(shippedRecipesFolder, "commute-weather.yaml");
