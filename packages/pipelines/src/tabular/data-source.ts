import { isAbsolute, resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import { positionedError } from "../recipe/positioned-error.ts";
import type { LoadedRecipe } from "../recipe/recipe-file.ts";
import type { DataSource } from "./table-plan.ts";

export type FileSource = Extract<DataSource, { kind: "file" }>;

/** How a file is read, as the reader takes it. */
export function readingOf({ encoding, delimiter }: FileSource): Pick<FileSource, "encoding" | "delimiter"> {
  return { ...(encoding !== undefined && { encoding }), ...(delimiter !== undefined && { delimiter }) };
}

/**
 * Reads `source_uri`: a CSV, Parquet or JSON file (also as `file://…`), relative to the project root, or an inline SELECT
 * over such files. `dataPath` is a file that a flag names and wins.
 *
 * @throws MlopsError RECIPE_INVALID without a source; RECIPE_FEATURE_NOT_AVAILABLE for SQL files, templates and object
 *   storage, at the key's line
 */
export function dataSource(loaded: LoadedRecipe, projectRoot: string, dataPath?: string): DataSource {
  const { loader } = loaded.recipe.data;
  const reading = {
    ...(loader?.encoding !== undefined && { encoding: loader.encoding }),
    ...(loader?.delimiter !== undefined && { delimiter: loader.delimiter }),
  };
  if (dataPath !== undefined) return { kind: "file", path: dataPath, ...reading };
  const keyPath = loaded.layout === "v1" ? ["model", "loader", "source_uri"] : ["data", "loader", "source_uri"];
  if (!loader) {
    throw new MlopsError("RECIPE_INVALID", `The recipe ${loaded.file} names no data.`, {
      hint: `Set ${keyPath.join(".")}, or name a file with --data-path.`,
    });
  }
  const uri = loader.sourceUri.trim();
  if (/^(select|with|from)\b/i.test(uri)) return { kind: "query", sql: uri, folder: projectRoot };
  if (/\.sql(\.j2)?$/i.test(uri)) throw unavailable(loaded, keyPath, "SQL files and templates");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "file") throw unavailable(loaded, keyPath, `${scheme}:// storage`);
  const path = uri.replace(/^file:\/\//i, "");
  return { kind: "file", path: isAbsolute(path) ? path : resolve(projectRoot, path), ...reading };
}

function unavailable(loaded: LoadedRecipe, keyPath: readonly string[], feature: string): MlopsError {
  const error = positionedError(loaded, [...keyPath], `this version of mlops does not read ${feature} yet.`);
  return new MlopsError("RECIPE_FEATURE_NOT_AVAILABLE", error.message, { details: error.details });
}
