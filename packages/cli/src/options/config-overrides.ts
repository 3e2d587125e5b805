import { resolve } from "node:path";

import type { Override } from "@mlops/config";

import { flagOf, type OptionSet } from "./option.ts";

/** The configuration keys that flags override; a flag that was not given overrides nothing. */
export function configOverrides(
  options: OptionSet,
  values: Readonly<Record<string, unknown>>,
  cwd: string,
): Override[] {
  return Object.entries(options).flatMap(([key, { configKey, initial, isPath }]) => {
    const given = values[key];
    if (configKey === undefined || given === undefined || given === initial) return [];
    const value = isPath === true && typeof given === "string" ? resolve(cwd, given) : given;
    return [{ keyPath: configKey, value, where: flagOf(key) }];
  });
}
