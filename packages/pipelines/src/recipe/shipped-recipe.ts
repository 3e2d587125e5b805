import { fileURLToPath } from "node:url";

/** Path of the weather recipe inside the package: what `realtime` and `train` use outside a project. */
export const shippedWeatherRecipe = fileURLToPath(new URL("../../recipes/commute-weather.yaml", import.meta.url));
