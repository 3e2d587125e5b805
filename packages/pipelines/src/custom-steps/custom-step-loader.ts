import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { MlopsError, sha256Hex } from "@mlops/core";
import { findPreprocessor, type LoadPreprocessor, type Preprocessor } from "@mlops/preprocessing";

import type { CustomStepPlan } from "./custom-step-plan.ts";

/**
 * Finds steps by their type: those of the project by the code that a plan recorded, the others among the built-in ones.
 *
 * @throws MlopsError PREPROCESSOR_UNKNOWN; EXTENSION_CHANGED where a file is not what it was, EXTENSION_NOT_FOUND,
 *   EXTENSION_INVALID
 */
export function customStepLoader(plans: readonly CustomStepPlan[] = []): LoadPreprocessor {
  return async (type, where) => {
    const plan = plans.find((each) => each.type === type);
    return plan === undefined ? findPreprocessor(type, where).load() : loadCustomStep(plan);
  };
}

async function loadCustomStep({ type, file, exportName, digest }: CustomStepPlan): Promise<Preprocessor> {
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) throw new MlopsError("EXTENSION_NOT_FOUND", `The step "${type}" is gone: ${file}.`);
  if (sha256Hex(content) !== digest) {
    throw new MlopsError("EXTENSION_CHANGED", `The step "${type}" is not the code that it was: ${file}.`);
  }
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("EXTENSION_INVALID", `The step "${type}" cannot be loaded: ${why}`, { cause });
  }
  const step = loaded[exportName];
  if (isPreprocessor(step)) return step;
  throw new MlopsError(
    "EXTENSION_INVALID",
    `${file} does not export a preprocessing step as "${exportName}": name, options, scope, fit and apply are needed.`,
    { details: { type, file, exportName } },
  );
}

function isPreprocessor(value: unknown): value is Preprocessor {
  if (typeof value !== "object" || value === null) return false;
  const { name, options, scope, fit, apply } = value as Partial<Preprocessor>;
  return (
    typeof name === "string" &&
    typeof options?.safeParse === "function" &&
    (scope === "row" || scope === "table") &&
    typeof fit === "function" &&
    typeof apply === "function"
  );
}
