import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { displayPath, isExtensionReference, type KeyPath, locateExtension, type Problem, valueAt } from "@mlops/config";
import { isMlopsError, MlopsError, sha256Hex } from "@mlops/core";
import { metricBySpelling } from "@mlops/evaluation";

import { positionedError } from "../recipe/positioned-error.ts";
import type { LoadedRecipe, RecipeFile } from "../recipe/recipe-file.ts";
import type { CustomMetricPlan } from "./custom-metric-plan.ts";
import { importMetric } from "./open-custom-metrics.ts";

/** Code that a recipe names, and where it lies. */
export interface NamedCode {
  readonly reference: string;
  /** Absolute path. */
  readonly file: string;
}

/**
 * Loads the metrics of the project's own that a recipe over a table names, and records what they are. A recipe that names
 * code is code: this runs it.
 *
 * @throws MlopsError EXTENSION_NOT_FOUND, EXTENSION_INVALID, EVALUATION_METRIC_INVALID, RECIPE_INVALID at the key's place
 *   for a metric of another task or with the name of a built-in one
 */
export async function planCustomMetrics(
  loaded: LoadedRecipe,
  projectRoot: string,
  task: "classification" | "regression",
): Promise<readonly CustomMetricPlan[]> {
  const plans: CustomMetricPlan[] = [];
  for (const { reference, path } of references(loaded)) {
    if (plans.some((plan) => plan.reference === reference)) continue;
    const { file, exportName } = placeOf(loaded, reference, projectRoot);
    const metric = await importMetric(file, exportName, reference);
    if (metric.task !== task) {
      throw positionedError(loaded, path, `the metric ${metric.name} is for ${metric.task}, the recipe is a ${task}.`);
    }
    const taken = metricBySpelling(metric.name) ?? plans.find((plan) => plan.name === metric.name);
    if (taken) {
      throw positionedError(
        loaded,
        path,
        `the metric of ${reference} is called ${metric.name}, which is another's name.`,
      );
    }
    plans.push({ reference, name: metric.name, file, exportName, digest: sha256Hex(await readFile(file)) });
  }
  return plans;
}

/** Names in the recipe's order, references replaced by what their metrics call themselves. */
export function namesOf(written: readonly string[], custom: readonly CustomMetricPlan[]): string[] {
  return written.map((name) => custom.find(({ reference }) => reference === name)?.name ?? name);
}

/** The code that a recipe would load, without loading it; a file that is not there is a problem. */
export function namedCode(
  file: RecipeFile,
  projectRoot: string,
): { readonly loads: readonly NamedCode[]; readonly problems: readonly Problem[] } {
  const loads: NamedCode[] = [];
  const problems: Problem[] = [];
  for (const { reference, path } of references(file)) {
    try {
      const place = placeOf(file, reference, projectRoot);
      if (!loads.some((each) => each.reference === reference)) loads.push({ reference, file: place.file });
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
  return { loads, problems };
}

function placeOf({ file }: Pick<RecipeFile, "file">, name: string, projectRoot: string) {
  return locateExtension({ kind: "metric", name, folder: dirname(resolve(projectRoot, file)), projectRoot });
}

function references(file: RecipeFile): readonly { readonly reference: string; readonly path: KeyPath }[] {
  const listed = listAt(file.written, ["evaluation", "metrics"]).map((value, index) => ({
    value,
    path: ["evaluation", "metrics", index],
  }));
  const gated = listAt(file.written, ["gate", "thresholds"]).map((value, index) => ({
    value: valueAt(value, ["metric"]),
    path: ["gate", "thresholds", index, "metric"],
  }));
  return [...listed, ...gated].flatMap(({ value, path }) =>
    typeof value === "string" && isExtensionReference(value) ? [{ reference: value, path }] : [],
  );
}

function listAt(root: unknown, path: KeyPath): readonly unknown[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
}

/** @throws MlopsError RECIPE_FEATURE_NOT_AVAILABLE: nothing but tables is judged by metrics of the project's own */
export function assertNoCustomMetrics(loaded: LoadedRecipe): void {
  const [first] = references(loaded);
  if (!first) return;
  const error = positionedError(loaded, first.path, "this version judges a forecast by its own metrics only.");
  throw new MlopsError("RECIPE_FEATURE_NOT_AVAILABLE", error.message, { details: error.details });
}
