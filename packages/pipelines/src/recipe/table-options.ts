import { displayPath, isExtensionReference, type KeyPath, type Problem } from "@mlops/config";
import { isMlopsError, type JsonValue, type MlopsError } from "@mlops/core";
import { isEstimatorName, membersOf, resolveEstimator, resolveOptions } from "@mlops/models";
import { type BlockSpec, checkBlock, resolveStep } from "@mlops/preprocessing";

import { estimatorOptions } from "./estimator-options.ts";
import type { RecipeFile } from "./recipe-file.ts";
import { withMidpoints } from "./search-midpoints.ts";

/**
 * Parameters of steps and hyper-parameters that a recipe over a table sets and that their step or model does not accept.
 * Steps of the project, which are code, and models that are not part of this version are no matter of it; neither are
 * forecasts.
 */
export async function tableOptionProblems(file: RecipeFile): Promise<readonly Problem[]> {
  if (file.recipe === undefined || file.recipe.source !== undefined) return [];
  return [...(await stepProblems(file)), ...(await modelProblems(file))];
}

async function stepProblems(file: RecipeFile): Promise<readonly Problem[]> {
  const preprocessing = file.recipe?.preprocessing;
  if (preprocessing === undefined) return [];
  if (preprocessing.kind === "options") return blockProblems(file, preprocessing);
  const problems = await Promise.all(
    preprocessing.steps.map(async (step, index) => {
      if (isExtensionReference(step.type)) return [];
      const error = await refusal(() => resolveStep(step, index));
      if (error === undefined) return [];
      const parameter = error.details?.["parameter"];
      const key = error.code === "PREPROCESSOR_UNKNOWN" ? "type" : parameter;
      const named = typeof key === "string" && key !== "" ? [key] : [];
      return [problemOf(file, ["preprocessor", "steps", index, ...named], error)];
    }),
  );
  return problems.flat();
}

async function blockProblems(file: RecipeFile, block: BlockSpec): Promise<readonly Problem[]> {
  const error = await refusal(() => checkBlock(block));
  if (error === undefined) return [];
  const parameter = error.details?.["parameter"];
  const path = typeof parameter === "string" && parameter !== "" ? ["params", parameter] : ["name"];
  return [problemOf(file, ["model", "preprocessor", ...path], error)];
}

async function modelProblems(file: RecipeFile): Promise<readonly Problem[]> {
  if (file.recipe === undefined) return [];
  const { classPath = "", space } = file.recipe.model;
  const section = ["model", "hyperparameters"];
  const placeOf = (name: string | undefined): KeyPath => {
    if (file.layout === "v1") return name === undefined ? section : [...section, name];
    const part = name !== undefined && Object.hasOwn(space, name) ? "tunable" : "values";
    return name === undefined ? [...section, part] : [...section, part, name];
  };
  const options = estimatorOptions(withMidpoints(file.recipe.model).model);
  return estimatorProblems(file, classPath, options, placeOf);
}

/** Of an estimator, then of those inside it. `placeOf` answers where one of its hyper-parameters stands. */
async function estimatorProblems(
  file: RecipeFile,
  classPath: string,
  options: Readonly<Record<string, JsonValue>>,
  placeOf: (name: string | undefined) => KeyPath,
): Promise<readonly Problem[]> {
  if (!isEstimatorName(classPath)) return [];
  const resolved = await resolveEstimator(classPath);
  const error = await refusal(() => resolveOptions(resolved, options));
  const own = error === undefined ? [] : [problemOf(file, placeOf(firstParameter(error)), error)];
  const inside = await Promise.all(
    membersOf(options).map(({ path: [first, ...rest], spec }) => {
      const at = [...placeOf(String(first)), ...rest, "hyperparameters"];
      return estimatorProblems(file, spec.class_path, spec.hyperparameters, (name) =>
        name === undefined ? at : [...at, name],
      );
    }),
  );
  return [...own, ...inside.flat()];
}

/** Of the first issue that names one. */
function firstParameter({ details }: MlopsError): string | undefined {
  const issues = details?.["issues"];
  if (!Array.isArray(issues)) return undefined;
  return issues
    .map((issue: { readonly path?: readonly unknown[] }) => issue.path?.[0])
    .find((key) => typeof key === "string");
}

async function refusal(attempt: () => unknown): Promise<MlopsError | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (isMlopsError(error)) return error;
    throw error;
  }
}

function problemOf(file: RecipeFile, path: KeyPath, { message, hint }: MlopsError): Problem {
  return {
    code: "VALUE_INVALID",
    ...file.positionOf(path),
    path: displayPath(path),
    message,
    hint: hint ?? "mlops list estimators and mlops list preprocessors show the parameters.",
  };
}
