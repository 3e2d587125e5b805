import { stat } from "node:fs/promises";

import { columnNames } from "@mlops/adapters";
import { displayPath, type KeyPath, nearestWord, type Problem } from "@mlops/config";
import { isMlopsError } from "@mlops/core";

import { dataSource, type FileSource, readingOf } from "../tabular/data-source.ts";
import type { Recipe } from "./recipe.ts";
import type { RecipeFile } from "./recipe-file.ts";
import type { RecipeInput } from "./validate-recipe.ts";

/** What a look into a recipe's data shows. */
export interface TableColumns {
  /** Columns that are not there, or why the file cannot be read. */
  readonly problems: readonly Problem[];
  /** Columns that a model of the recipe learns from. */
  readonly inputs: readonly RecipeInput[];
}

export interface TableColumnsOptions {
  readonly projectRoot: string;
  /** Absolute path of a file that stands in for the recipe's data. */
  readonly dataPath?: string;
}

/**
 * Looks into the file that a recipe over a table names, into its header only; undefined where the recipe names no file, or
 * one that is not there.
 */
export async function tableColumns(
  file: RecipeFile,
  { projectRoot, dataPath }: TableColumnsOptions,
): Promise<TableColumns | undefined> {
  const { recipe, layout, digest } = file;
  if (recipe === undefined || layout === undefined || digest === undefined) return undefined;
  if (recipe.source !== undefined || (recipe.data.loader === undefined && dataPath === undefined)) return undefined;
  const source = fileSource({ ...file, recipe, layout, digest }, projectRoot, dataPath);
  if (source === undefined || (await stat(source.path).catch(() => undefined))?.isFile() !== true) return undefined;
  try {
    const names = await columnNames(source.path, readingOf(source));
    return { problems: missingColumns(file, names), inputs: inputsOf(recipe, names) };
  } catch (error) {
    if (!isMlopsError(error)) throw error;
    const loader = layout === "v1" ? ["model", "loader", "source_uri"] : ["data", "loader", "source_uri"];
    return { problems: [problemAt(file, loader, error.message, error.hint)], inputs: [] };
  }
}

function inputsOf({ data }: Recipe, names: readonly string[]): readonly RecipeInput[] {
  const { targets, entityColumns, timestampColumn, featureColumns = names } = data;
  const apart = new Set([...targets, ...entityColumns, ...(timestampColumn === undefined ? [] : [timestampColumn])]);
  return featureColumns
    .filter((name) => !apart.has(name) && names.includes(name))
    .map((name) => ({ name, kind: "column" }));
}

/** The target and every other column that a recipe names and the data does not have. */
function missingColumns(file: RecipeFile, names: readonly string[]): readonly Problem[] {
  const some = `Its columns are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}.`;
  return namedColumns(file)
    .filter(({ name }) => !names.includes(name))
    .map(({ name, path }) => {
      const near = nearestWord(name, names);
      const hint = near === undefined ? some : `Did you mean "${near}"?`;
      return problemAt(file, path, `The data has no column "${name}".`, hint);
    });
}

function problemAt(file: RecipeFile, path: KeyPath, message: string, hint = ""): Problem {
  return { code: "VALUE_INVALID", ...file.positionOf(path), path: displayPath(path), message, hint };
}

function namedColumns({ recipe, layout }: RecipeFile): readonly { readonly name: string; readonly path: KeyPath }[] {
  if (recipe === undefined) return [];
  const { targets, entityColumns, featureColumns = [], timestampColumn, split, parse } = recipe.data;
  if (layout === "v1") return targets.map((name) => ({ name, path: ["model", "data_interface", "target_col"] }));
  const section = ["data", "data_interface"];
  const listed = (list: readonly string[], key: string) =>
    list.map((name, index) => ({ name, path: [...section, key, index] }));
  const single = (name: string | undefined, path: KeyPath) => (name === undefined ? [] : [{ name, path }]);
  return [
    ...targets.map((name) => ({ name, path: [...section, "target_column"] })),
    ...listed(entityColumns, "entity_columns"),
    ...listed(featureColumns, "feature_columns"),
    ...single(timestampColumn, [...section, "timestamp_column"]),
    ...single(split?.temporalColumn, ["data", "split", "temporal_column"]),
    ...Object.keys(parse?.columns ?? {}).map((name) => ({ name, path: ["data", "parse", "columns", name] })),
  ];
}

function fileSource(...[loaded, projectRoot, dataPath]: Parameters<typeof dataSource>): FileSource | undefined {
  try {
    const source = dataSource(loaded, projectRoot, dataPath);
    return source.kind === "file" ? source : undefined;
  } catch (error) {
    // Sources that this version does not read are told apart by `unavailableFeatures` and by the training itself.
    if (isMlopsError(error)) return undefined;
    throw error;
  }
}
