import { join, resolve } from "node:path";

import { isSecretKey, registerSecret } from "@mlops/core";

import type { Configuration, LoadConfigurationOptions } from "./configuration.ts";
import { mergeLayers } from "./layers/merge-layers.ts";
import {
  documentedLayer,
  overrideLayer,
  prefixedLayer,
  type Variable,
  type Variables,
} from "./layers/variable-layers.ts";
import { type Layer, yamlLayer } from "./layers/yaml-layer.ts";
import { mergedConfiguration } from "./merged-configuration.ts";
import { problemsError } from "./problem.ts";
import { assertEnvironment, DEFAULT_ENVIRONMENT } from "./project/environment-name.ts";
import { readReferencedFile } from "./project/file-references.ts";
import { displayFile, findProjectRoot } from "./project/project-root.ts";
import { readDotenv } from "./project/read-dotenv.ts";
import { readOptionalFile } from "./project/read-file.ts";
import { shippedConfigFolder } from "./project/shipped-folder.ts";
import type { ReferenceSources } from "./references/resolve-text.ts";
import { readYaml } from "./yaml/yaml-document.ts";

/**
 * Reads and merges the configuration. Weakest to strongest: schema defaults, the built-in files, `config/base.yaml`,
 * `config/<env>.yaml`, the recipe's values, documented and vendor variables, `MLOPS_SECTION__KEY`, flags. The variables
 * of `.env` and then `.env.<env>` stand in for those that the process does not set; an empty variable counts as not set.
 *
 * Every secret that is met (by the name of its key or variable, or read from a file) is registered with the redaction.
 *
 * @throws MlopsError CONFIG_INVALID, or the code that all problems share; every problem is in `details.problems`
 * @throws MlopsError CONFIG_ENVIRONMENT_UNKNOWN, FILE_NOT_FOUND, PERMISSION_DENIED
 */
export async function loadConfiguration(options: LoadConfigurationOptions): Promise<Configuration> {
  const root = findProjectRoot(resolve(options.cwd));
  const own = processVariables(options.environmentVariables);
  const dotenv = await readDotenv(root.path, ".env");
  const appEnv = own.get("APP_ENV") ?? dotenv.variables.get("APP_ENV");
  const env = options.env ?? appEnv?.value ?? DEFAULT_ENVIRONMENT;
  const configDir = configFolder(options, root);
  await assertEnvironment(env, configDir ?? shippedConfigFolder, environmentOrigin(options, appEnv));
  const dotenvOfEnv = await readDotenv(root.path, `.env.${env}`);
  const variables: Variables = new Map([...dotenv.variables, ...dotenvOfEnv.variables, ...own]);
  registerSecretVariables(variables);

  const sources: ReferenceSources = {
    // The chosen environment, whether by --env or APP_ENV.
    variable: (name) => (name === "APP_ENV" ? env : variables.get(name)?.value),
    file: (path) => readReferencedFile(path, root.path),
  };
  const files = await fileLayers(env, configDir, root.path, sources);
  const layers = [
    ...files.layers,
    overrideLayer("recipe", options.recipeValues ?? []),
    documentedLayer(variables),
    prefixedLayer(variables),
    overrideLayer("flag", options.overrides ?? []),
  ];
  const merged = mergeLayers(layers);
  const problems = [...dotenv.problems, ...dotenvOfEnv.problems, ...merged.problems];
  if (problems.length > 0 || merged.value === undefined) throw problemsError("CONFIG_INVALID", problems);

  const home = options.home ?? variables.get("MLOPS_HOME")?.value;
  return mergedConfiguration({
    env,
    projectRoot: root.path,
    insideProject: root.found,
    home: home === undefined ? join(root.path, ".mlops") : resolve(options.cwd, home),
    configFiles: files.paths,
    dotenvFiles: [dotenv.path, dotenvOfEnv.path].filter((path) => path !== undefined),
    variables: Object.fromEntries([...variables].map(([name, variable]) => [name, variable.value])),
    notices: layers.flatMap((layer) => layer.notices),
    value: merged.value,
    entries: merged.entries,
  });
}

function processVariables(variables: LoadConfigurationOptions["environmentVariables"]): Map<string, Variable> {
  return new Map(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, { value }]],
    ),
  );
}

/** Undefined where only the built-in files apply. */
function configFolder(options: LoadConfigurationOptions, root: { path: string; found: boolean }): string | undefined {
  if (options.configDir !== undefined) return resolve(options.cwd, options.configDir);
  return root.found ? join(root.path, "config") : undefined;
}

function environmentOrigin(options: LoadConfigurationOptions, appEnv: Variable | undefined): string {
  if (options.env !== undefined) return "--env";
  return appEnv?.dotenv === undefined ? "APP_ENV" : `${appEnv.dotenv} APP_ENV`;
}

function registerSecretVariables(variables: Variables): void {
  for (const [name, { value }] of variables) if (isSecretKey(name)) registerSecret(value);
}

async function fileLayers(
  env: string,
  configDir: string | undefined,
  projectRoot: string,
  sources: ReferenceSources,
): Promise<{ layers: readonly Layer[]; paths: readonly string[] }> {
  const layers: Layer[] = [];
  const paths: string[] = [];
  for (const name of ["base", env]) {
    const content = await readOptionalFile(join(shippedConfigFolder, `${name}.yaml`));
    if (content !== undefined) layers.push(yamlLayer("default", readYaml(content, `built-in ${name}.yaml`), sources));
  }
  if (configDir === undefined) return { layers, paths };
  for (const name of ["base", env]) {
    const path = join(configDir, `${name}.yaml`);
    const content = await readOptionalFile(path);
    if (content === undefined) continue;
    paths.push(path);
    const document = readYaml(content, displayFile(path, projectRoot));
    layers.push(yamlLayer(name === "base" ? "base" : "overlay", document, sources));
  }
  return { layers, paths };
}
