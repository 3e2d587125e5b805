import { MlopsError } from "@mlops/core";

import type { Configuration, LoadConfigurationOptions } from "./configuration.ts";

/**
 * Reads and merges the configuration.
 *
 * @throws MlopsError CONFIG_INVALID and its kin with every problem found (`details.problems`)
 */
export function loadConfiguration(options: LoadConfigurationOptions): Promise<Configuration> {
  return Promise.reject(new MlopsError("INTERNAL_ERROR", `The configuration of ${options.cwd} cannot be read yet.`));
}
