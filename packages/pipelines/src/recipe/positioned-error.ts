import { type KeyPath, locationOf } from "@mlops/config";
import { MlopsError } from "@mlops/core";

import type { RecipeFile } from "./recipe-file.ts";

/** A recipe's fault that only shows when it is executed: file, line and column of the key, then what is wrong. */
export function positionedError(file: RecipeFile, path: KeyPath, message: string): MlopsError {
  const position = file.positionOf(path);
  return new MlopsError("RECIPE_INVALID", `${locationOf(position)} ${message}`, {
    details: { problems: [{ ...position, path: path.join("."), message }] },
  });
}
