import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import { MlopsError, sha256Hex } from "@mlops/core";

import type { Estimator } from "../estimator/define-estimator.ts";
import { findEstimator } from "../estimator/find-estimator.ts";
import type { FittedEstimator } from "../estimator/fitted-estimator.ts";
import { offerOwnPackages } from "./offer-own-packages.ts";

const DIGEST = "sha256";

/**
 * The address of an estimator that is a module's export, with the digest that the module must have when it is loaded.
 *
 * @param file absolute path
 */
export function estimatorUrl(file: string, exportName: string, digest: string): string {
  const url = pathToFileURL(file);
  url.searchParams.set(DIGEST, digest);
  url.hash = encodeURIComponent(exportName);
  return url.href;
}

/**
 * An estimator by its name or class path, or by the URL of a module: `file:///…/my-estimator.ts#exportName`, the default
 * export without a fragment. With `?sha256=` the file must have that digest.
 *
 * @throws MlopsError ESTIMATOR_UNKNOWN where there is none; EXTENSION_NOT_FOUND, EXTENSION_CHANGED
 */
export async function loadEstimator(nameOrUrl: string): Promise<Estimator> {
  if (!nameOrUrl.startsWith("file:")) return findEstimator(nameOrUrl).load();
  const url = new URL(nameOrUrl);
  const exportName = url.hash === "" ? "default" : decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  await assertDigest(url);
  const loaded = (await importModule(url)) as Readonly<Record<string, unknown>>;
  const estimator = loaded[exportName];
  if (isEstimator(estimator)) return estimator;
  throw new MlopsError("ESTIMATOR_UNKNOWN", `${fileURLToPath(url)} exports no estimator as "${exportName}".`, {
    hint: `It exports: ${Object.keys(loaded).join(", ") || "nothing"}. An estimator is made by defineEstimator.`,
  });
}

/** The estimator that a fitted model is one of. */
export async function loadFitted({
  estimator,
  module,
}: Pick<FittedEstimator, "estimator" | "module">): Promise<Estimator> {
  return loadEstimator(module ?? estimator);
}

async function assertDigest(url: URL): Promise<void> {
  const digest = url.searchParams.get(DIGEST);
  if (digest === null) return;
  const file = fileURLToPath(url);
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) throw new MlopsError("EXTENSION_NOT_FOUND", `The estimator's code is gone: ${file}.`);
  if (sha256Hex(content) === digest) return;
  throw new MlopsError("EXTENSION_CHANGED", `The estimator is not the code that it was: ${file}.`);
}

async function importModule(url: URL): Promise<unknown> {
  offerOwnPackages();
  try {
    return await import(url.href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("ESTIMATOR_UNKNOWN", `${fileURLToPath(url)} cannot be loaded: ${reason}`, { cause });
  }
}

function isEstimator(value: unknown): value is Estimator {
  if (typeof value !== "object" || value === null) return false;
  const functions = ["fit", "predict", "toOnnx"].every((name) => typeof Reflect.get(value, name) === "function");
  return functions && "name" in value && "options" in value && "capabilities" in value;
}
