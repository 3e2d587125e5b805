import { readdir } from "node:fs/promises";

import { MlopsError } from "@mlops/core";

import { nearestWord } from "../schema/suggest-key.ts";
import { systemCode } from "./read-file.ts";

export const DEFAULT_ENVIRONMENT = "local";
const environmentName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * Refuses an environment without an overlay file in `configDir`. `local` needs none: it is what a bare machine has.
 *
 * @throws MlopsError CONFIG_ENVIRONMENT_UNKNOWN
 */
export async function assertEnvironment(env: string, configDir: string, where: string): Promise<void> {
  const available = await overlaysOf(configDir);
  if (environmentName.test(env) && env !== "base" && (env === DEFAULT_ENVIRONMENT || available.includes(env))) return;
  const near = nearestWord(env, available);
  throw new MlopsError(
    "CONFIG_ENVIRONMENT_UNKNOWN",
    `The environment "${env}" (${where}) has no overlay file ${environmentName.test(env) ? `${env}.yaml` : ""} in ${configDir}.`,
    {
      hint: `${near === undefined ? "" : `Did you mean "${near}"? `}Available: ${available.join(", ")}.`,
      details: { env, available },
    },
  );
}

async function overlaysOf(configDir: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(configDir)).filter((name) => name.endsWith(".yaml") && name !== "base.yaml");
    return [...new Set([DEFAULT_ENVIRONMENT, ...names.map((name) => name.slice(0, -".yaml".length))])].toSorted();
  } catch (cause) {
    throw new MlopsError("FILE_NOT_FOUND", `The config folder ${configDir} cannot be read (${systemCode(cause)}).`, {
      hint: "Check --config-dir.",
      cause,
    });
  }
}
