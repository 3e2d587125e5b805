import { displayPath, isExtensionReference, type KeyPath, type Problem } from "@mlops/config";
import { isMlopsError, type MlopsError } from "@mlops/core";
import { isEstimatorName, resolveEstimator, resolveOptions } from "@mlops/models";
import { type BlockSpec, checkBlock, resolveStep } from "@mlops/preprocessing";

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
  if (file.recipe === undefined || !isEstimatorName(file.recipe.model.classPath ?? "")) return [];
  const { classPath = "", space } = file.recipe.model;
  const { values } = withMidpoints(file.recipe.model).model;
  const resolved = await resolveEstimator(classPath);
  const error = await refusal(() => resolveOptions(resolved, values));
  if (error === undefined) return [];
  const at = firstParameter(error);
  const part = at !== undefined && Object.hasOwn(space, at) ? "tunable" : "values";
  const section = ["model", "hyperparameters", ...(file.layout === "v1" ? [] : [part])];
  return [problemOf(file, at === undefined ? section : [...section, at], error)];
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
