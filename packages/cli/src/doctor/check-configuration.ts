import { type Configuration, unappliedNames, unusedSections } from "@mlops/config";

import { type Check, ok, warning } from "./check.ts";

/** Which files the configuration is from, and which of its keys have no effect in this version. */
export function checkConfiguration(configuration: Configuration): Check[] {
  const { env, insideProject, configFiles, dotenvFiles, projectRoot } = configuration;
  const files = [...configFiles, ...dotenvFiles];
  const found = insideProject
    ? ok("configuration", `environment ${env}; ${files.join(", ")}`)
    : warning(
        "configuration",
        `environment ${env}; no config/base.yaml above ${projectRoot}: the built-in configuration applies`,
        "Make a project with `mlops init`.",
      );
  const unused = unusedSections(configuration.value).map(({ keyPath, feature }) =>
    warning(
      `configuration: ${keyPath}`,
      `set by ${configuration.origin(keyPath).where}; ${feature} is not part of this version`,
      "It has no effect: remove it, or wait for the feature.",
    ),
  );
  const names = unappliedNames(configuration.variables).map(({ name, purpose }) =>
    warning(
      `variable ${name}`,
      `is set (${purpose}) and has no effect in this version`,
      "Unset it, or leave it for later.",
    ),
  );
  return [found, ...unused, ...names];
}
