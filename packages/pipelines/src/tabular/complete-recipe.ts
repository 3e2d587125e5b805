import { columnNames, openTableFile } from "@mlops/adapters";
import { isMlopsError } from "@mlops/core";
import { isEstimatorName, resolveEstimator, resolveOptions } from "@mlops/models";
import { cellAt, type Column } from "@mlops/table";

import type { Recipe, Task } from "../recipe/recipe.ts";
import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import { withMidpoints } from "../recipe/search-midpoints.ts";
import { dataSource, type FileSource, readingOf } from "./data-source.ts";

export interface CompletedRecipe {
  readonly loaded: LoadedRecipe;
  /** What was taken for what the recipe leaves open, a sentence each. */
  readonly warnings: readonly string[];
}

const USUAL_TARGET = "target";

/** Numbers of so few different values are classes. */
const MOST_CLASSES = 20;

/** The first that is built and takes the recipe's hyper-parameters is the model of a recipe that names none. */
const usualModels: Readonly<Record<"classification" | "regression", readonly string[]>> = {
  classification: [
    "xgboost.XGBClassifier",
    "sklearn.ensemble.RandomForestClassifier",
    "sklearn.linear_model.LogisticRegression",
  ],
  regression: ["xgboost.XGBRegressor", "sklearn.ensemble.RandomForestRegressor", "sklearn.linear_model.Ridge"],
};

/**
 * A recipe over a table with what it leaves open, as the documented fragments do, and the table answers: its file from
 * `--data-path`, the target from a column of that name, the task from the class path or the target's values, the model
 * from the task and the hyper-parameters. Whatever was taken is told.
 *
 * @param dataPath absolute path of a file that stands in for the recipe's data
 */
export async function completeRecipe(
  loaded: LoadedRecipe,
  { projectRoot, dataPath }: { readonly projectRoot: string; readonly dataPath?: string },
): Promise<CompletedRecipe> {
  const { source, data } = loaded.recipe;
  if (source !== undefined || (data.loader === undefined && dataPath === undefined)) return { loaded, warnings: [] };
  const warnings: string[] = [];
  let recipe: Recipe = dataPath === undefined || data.loader ? loaded.recipe : withLoader(loaded.recipe, dataPath);
  const place = dataSource({ ...loaded, recipe }, projectRoot, dataPath);
  const file = place.kind === "file" ? place : undefined;
  if (file !== undefined) recipe = await withTarget(recipe, file, warnings);
  const task = recipe.task ?? (await taskOf(recipe, file, warnings));
  if (task !== undefined) recipe = await withModel({ ...recipe, task }, warnings);
  return { loaded: { ...loaded, recipe }, warnings };
}

function withLoader(recipe: Recipe, sourceUri: string): Recipe {
  return { ...recipe, data: { ...recipe.data, loader: { name: "default_loader", sourceUri } } };
}

async function withTarget(recipe: Recipe, source: FileSource, warnings: string[]): Promise<Recipe> {
  if (recipe.data.targets.length > 0 || recipe.task === "clustering") return recipe;
  if (!(await columnNames(source.path, readingOf(source))).includes(USUAL_TARGET)) return recipe;
  warnings.push(`The recipe names no target: the column "${USUAL_TARGET}" is predicted.`);
  return { ...recipe, data: { ...recipe.data, targets: [USUAL_TARGET] } };
}

/** By the class path; else by what the column to predict holds. */
async function taskOf(recipe: Recipe, source: FileSource | undefined, warnings: string[]): Promise<Task | undefined> {
  const { classPath = "" } = recipe.model;
  const named = /(Classifier|Regressor)$/.exec(classPath)?.[1];
  if (named !== undefined) return named === "Classifier" ? "classification" : "regression";
  if (isEstimatorName(classPath)) {
    const { estimator, dialect } = await resolveEstimator(classPath);
    const [only, second] = dialect?.table.task === undefined ? estimator.capabilities.tasks : [dialect.table.task];
    if (only !== undefined && second === undefined) return only;
  }
  const [target] = recipe.data.targets;
  if (target === undefined || source === undefined) return undefined;
  if (!(await columnNames(source.path, readingOf(source))).includes(target)) return undefined;
  await using file = await openTableFile(source.path, { ...readingOf(source), columns: [target] });
  const task = taskOfColumn((await file.read()).table.column(target));
  warnings.push(`The recipe names no task: by the values of "${target}" it is ${task}.`);
  return task;
}

function taskOfColumn(column: Column): "classification" | "regression" {
  if (column.type === "string" || column.type === "bool") return "classification";
  const values = new Set<number>();
  for (let row = 0; row < column.length && values.size <= MOST_CLASSES; row += 1) {
    const value = cellAt(column, row);
    if (value !== null) values.add(Number(value));
  }
  const few = values.size <= MOST_CLASSES && [...values].every(Number.isInteger);
  return few ? "classification" : "regression";
}

async function withModel(recipe: Recipe, warnings: string[]): Promise<Recipe> {
  const { model, task } = recipe;
  if (model.classPath !== undefined || (task !== "classification" && task !== "regression")) return recipe;
  const { values } = withMidpoints(model).model;
  for (const classPath of usualModels[task].filter(isEstimatorName)) {
    if (!(await takes(classPath, values))) continue;
    warnings.push(`The recipe names no model: ${classPath} is trained.`);
    return { ...recipe, model: { ...model, classPath } };
  }
  return recipe;
}

async function takes(classPath: string, values: Recipe["model"]["values"]): Promise<boolean> {
  try {
    resolveOptions(await resolveEstimator(classPath), values);
    return true;
  } catch (error) {
    if (isMlopsError(error)) return false;
    throw error;
  }
}
