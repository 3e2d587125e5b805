import { MlopsError } from "@mlops/core";

import type { Estimator } from "../estimator/define-estimator.ts";
import { findEstimator } from "../estimator/find-estimator.ts";

/**
 * An estimator by its name or class path, or by the URL of a module: `file:///…/my-estimator.ts#exportName`, the default
 * export without a fragment.
 *
 * @throws MlopsError ESTIMATOR_UNKNOWN where there is none
 */
export async function loadEstimator(nameOrUrl: string): Promise<Estimator> {
  if (!nameOrUrl.startsWith("file:")) return findEstimator(nameOrUrl).load();
  const url = new URL(nameOrUrl);
  const exportName = url.hash === "" ? "default" : decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  const loaded = (await importModule(url)) as Readonly<Record<string, unknown>>;
  const estimator = loaded[exportName];
  if (isEstimator(estimator)) return estimator;
  throw new MlopsError("ESTIMATOR_UNKNOWN", `${url.href} exports no estimator as "${exportName}".`, {
    hint: `It exports: ${Object.keys(loaded).join(", ") || "nothing"}. An estimator is made by defineEstimator.`,
  });
}

async function importModule(url: URL): Promise<unknown> {
  try {
    return await import(url.href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("ESTIMATOR_UNKNOWN", `${url.href} cannot be loaded: ${reason}`, { cause });
  }
}

function isEstimator(value: unknown): value is Estimator {
  if (typeof value !== "object" || value === null) return false;
  const functions = ["fit", "predict", "toOnnx"].every((name) => typeof Reflect.get(value, name) === "function");
  return functions && "name" in value && "options" in value && "capabilities" in value;
}
