import { statSync } from "node:fs";
import { resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import { type ModelReference, parseModelReference } from "./model-reference.ts";
import type { ModelRegistry } from "./model-registry.ts";
import type { ModelVersion } from "./model-version.ts";

/** A model that exists. */
export type ResolvedModel =
  | {
      readonly kind: "registered";
      /** `models:/name/3`, whatever it was asked by: an alias may move. */
      readonly uri: string;
      readonly version: ModelVersion;
      /** The alias that led to it. */
      readonly alias?: string;
    }
  | { readonly kind: "file"; readonly path: string };

/**
 * What a model reference stands for now: `models:/name/3`, `models:/name@alias`, `models:/name` (its champion),
 * `runs:/id/path`, or the path of a file, relative to `folder`.
 *
 * @throws MlopsError MODEL_URI_INVALID, MODEL_NOT_FOUND, FILE_NOT_FOUND
 */
export async function resolveModel(registry: ModelRegistry, uri: string, folder: string): Promise<ResolvedModel> {
  const reference = parseModelReference(uri);
  if (reference.kind === "file") return fileModel(resolve(folder, reference.path));
  const found = await lookUp(registry, reference);
  if (found === undefined) throw notFound(uri, reference);
  return {
    kind: "registered",
    uri: `models:/${found.name}/${found.version}`,
    version: found,
    ...(reference.kind === "alias" ? { alias: reference.alias } : {}),
  };
}

async function lookUp(
  registry: ModelRegistry,
  reference: Exclude<ModelReference, { kind: "file" }>,
): Promise<ModelVersion | undefined> {
  if (reference.kind === "run") return registry.versionOfRun(reference.runId, reference.path);
  if (reference.kind === "version") return registry.version(reference.name, reference.version);
  const standing = await registry.alias(reference.name, reference.alias);
  return standing === undefined ? undefined : registry.version(standing.name, standing.version);
}

function fileModel(path: string): ResolvedModel {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return { kind: "file", path };
  throw new MlopsError("FILE_NOT_FOUND", `There is no model file ${path}.`, { details: { path } });
}

function notFound(uri: string, reference: ModelReference): MlopsError {
  const hint =
    reference.kind === "alias"
      ? `Train the model, or see its versions and aliases with: mlops models show ${reference.name}`
      : undefined;
  return new MlopsError("MODEL_NOT_FOUND", `There is no model ${uri}.`, {
    details: { uri },
    ...(hint === undefined ? {} : { hint }),
  });
}
