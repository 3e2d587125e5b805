import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import {
  displayPath,
  type ExtensionPlace,
  isExtensionReference,
  locateExtension,
  type Problem,
  problemsError,
} from "@mlops/config";
import { isMlopsError, sha256Hex } from "@mlops/core";

import type { NamedCode } from "../custom-metrics/plan-custom-metrics.ts";
import type { RecipeFile } from "../recipe/recipe-file.ts";
import type { CustomStepPlan } from "./custom-step-plan.ts";

/**
 * The steps of the project's own that a recipe over a table names, with the code that they are; nothing is loaded.
 *
 * @throws MlopsError RECIPE_INVALID or VALUE_INVALID at the line of a step whose file is not there, or not in the project
 */
export async function planCustomSteps(file: RecipeFile, projectRoot: string): Promise<readonly CustomStepPlan[]> {
  const { problems } = stepCode(file, projectRoot);
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
  const plans: CustomStepPlan[] = [];
  for (const { type } of references(file)) {
    if (plans.some((plan) => plan.type === type)) continue;
    const place = placeOf(file, type, projectRoot);
    plans.push({ type, ...place, digest: sha256Hex(await readFile(place.file)) });
  }
  return plans;
}

/** The code that a recipe would load for its steps, without loading it; a file that is not there is a problem. */
export function stepCode(
  file: RecipeFile,
  projectRoot: string,
): { readonly loads: readonly NamedCode[]; readonly problems: readonly Problem[] } {
  const loads = new Map<string, NamedCode>();
  const problems: Problem[] = [];
  for (const { type, index } of references(file)) {
    try {
      loads.set(type, { reference: type, file: placeOf(file, type, projectRoot).file });
    } catch (error) {
      if (!isMlopsError(error)) throw error;
      const path = ["preprocessor", "steps", index, "type"];
      problems.push({
        code: "VALUE_INVALID",
        ...file.positionOf(path),
        path: displayPath(path),
        message: error.message,
        hint: error.hint ?? "./path is relative to the recipe's folder.",
      });
    }
  }
  return { loads: [...loads.values()], problems };
}

function placeOf({ file }: Pick<RecipeFile, "file">, name: string, projectRoot: string): ExtensionPlace {
  const folder = dirname(resolve(projectRoot, file));
  return locateExtension({ kind: "preprocessing step", name, folder, projectRoot });
}

function references({ recipe }: RecipeFile): readonly { readonly type: string; readonly index: number }[] {
  if (recipe?.preprocessing?.kind !== "steps") return [];
  return recipe.preprocessing.steps.flatMap(({ type }, index) => (isExtensionReference(type) ? [{ type, index }] : []));
}
