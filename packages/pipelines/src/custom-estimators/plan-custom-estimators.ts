import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import {
  displayPath,
  type ExtensionPlace,
  isExtensionReference,
  type KeyPath,
  locateExtension,
  type Problem,
  problemsError,
  valueAt,
} from "@mlops/config";
import { isMlopsError, sha256Hex } from "@mlops/core";

import type { NamedCode } from "../custom-metrics/plan-custom-metrics.ts";
import { classPathPlaces } from "../recipe/class-path-places.ts";
import type { RecipeFile } from "../recipe/recipe-file.ts";
import type { CustomEstimatorPlan } from "./custom-estimator-plan.ts";

/**
 * The estimators of the project's own that a recipe over a table names, with the code that they are; nothing is loaded.
 *
 * @throws MlopsError RECIPE_INVALID or VALUE_INVALID at the line of a class path whose file is not there, or not in the project
 */
export async function planCustomEstimators(
  file: RecipeFile,
  projectRoot: string,
): Promise<readonly CustomEstimatorPlan[]> {
  const { problems } = estimatorCode(file, projectRoot);
  if (problems.length > 0) throw problemsError("RECIPE_INVALID", problems);
  const plans: CustomEstimatorPlan[] = [];
  for (const { classPath } of references(file)) {
    if (plans.some((plan) => plan.classPath === classPath)) continue;
    const place = placeOf(file, classPath, projectRoot);
    plans.push({ classPath, ...place, digest: sha256Hex(await readFile(place.file)) });
  }
  return plans;
}

/** The code that a recipe would load for its estimators, without loading it; a file that is not there is a problem. */
export function estimatorCode(
  file: RecipeFile,
  projectRoot: string,
): { readonly loads: readonly NamedCode[]; readonly problems: readonly Problem[] } {
  const loads = new Map<string, NamedCode>();
  const problems: Problem[] = [];
  for (const { classPath, path } of references(file)) {
    try {
      loads.set(classPath, { reference: classPath, file: placeOf(file, classPath, projectRoot).file });
    } catch (error) {
      if (!isMlopsError(error)) throw error;
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
  return locateExtension({ kind: "estimator", name, folder: dirname(resolve(projectRoot, file)), projectRoot });
}

function references(file: RecipeFile): readonly { readonly classPath: string; readonly path: KeyPath }[] {
  return classPathPlaces(file).flatMap((path) => {
    const classPath = valueAt(file.written, path);
    return typeof classPath === "string" && isExtensionReference(classPath) ? [{ classPath, path }] : [];
  });
}
