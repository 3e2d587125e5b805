import { assertModelName, isRunId, MlopsError } from "@mlops/core";

import { assertAlias, DEFAULT_ALIAS } from "./model-alias.ts";

/** Which model is meant, before anything was looked up. */
export type ModelReference =
  | { readonly kind: "version"; readonly name: string; readonly version: number }
  | { readonly kind: "alias"; readonly name: string; readonly alias: string }
  | { readonly kind: "run"; readonly runId: string; readonly path: string }
  | { readonly kind: "file"; readonly path: string };

const HINT = "Write models:/NAME, models:/NAME/3, models:/NAME@ALIAS, runs:/RUN/PATH or the path of an .onnx file.";

/**
 * Reads a model reference. What has no scheme is a file's path; a bare name is not a reference, so that a misspelt path
 * is never taken for a model.
 *
 * @throws MlopsError MODEL_URI_INVALID
 */
export function parseModelReference(uri: string): ModelReference {
  try {
    if (uri.startsWith("models:/")) return parseModel(uri, uri.slice("models:/".length));
    if (uri.startsWith("runs:/")) return parseRun(uri, uri.slice("runs:/".length));
  } catch (error) {
    throw invalid(uri, error);
  }
  if (uri === "" || uri.includes("\0") || /^[a-z][a-z0-9+.-]+:\/(?!\/?$)/i.test(uri)) throw invalid(uri);
  return { kind: "file", path: uri };
}

function parseModel(uri: string, rest: string): ModelReference {
  const match = /^([^/@]+)(?:\/([^/@]*)|@([^/@]*))?$/.exec(rest);
  const [, name = "", version, alias] = match ?? [];
  assertModelName(name);
  if (version === undefined) {
    const named = alias ?? DEFAULT_ALIAS;
    assertAlias(named);
    return { kind: "alias", name, alias: named };
  }
  const number = Number(version);
  if (!/^[1-9]\d*$/.test(version) || !Number.isSafeInteger(number)) throw invalid(uri);
  return { kind: "version", name, version: number };
}

function parseRun(uri: string, rest: string): ModelReference {
  const slash = rest.indexOf("/");
  const [runId, path] = [rest.slice(0, slash), rest.slice(slash + 1)];
  if (slash < 0 || path === "" || !isRunId(runId)) throw invalid(uri);
  return { kind: "run", runId, path };
}

function invalid(uri: string, cause?: unknown): MlopsError {
  return new MlopsError("MODEL_URI_INVALID", `"${uri}" is not a model reference.`, {
    hint: HINT,
    details: { uri },
    ...(cause === undefined ? {} : { cause }),
  });
}
