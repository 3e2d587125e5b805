export type { Configuration, LoadConfigurationOptions, Origin, OriginSource, Override } from "./configuration.ts";
export { loadConfiguration } from "./load-configuration.ts";
export { type DocumentedName, documentedNames } from "./names/documented-names.ts";
export { unappliedNames } from "./names/unapplied-names.ts";
export { locationOf, type Problem, type ProblemCode, problemsError } from "./problem.ts";
export {
  type ExtensionPlace,
  type ExtensionReference,
  isExtensionReference,
  locateExtension,
} from "./project/locate-extension.ts";
export { displayFile, findProjectRoot, type ProjectRoot } from "./project/project-root.ts";
export { readOptionalFile } from "./project/read-file.ts";
export { shippedConfigFolder } from "./project/shipped-folder.ts";
export { type Config, CONFIG_SCHEMA_VERSION, configFileSchema, configSchema } from "./schema/config-schema.ts";
export { type Located, type ProblemContext, problemsOfIssues, valueAt } from "./schema/schema-problems.ts";
export { configJsonSchema, jsonSchemaOf } from "./schema/json-schema.ts";
export { nearestWord } from "./schema/suggest-key.ts";
export { unusedSections, type UnusedSection } from "./schema/unused-sections.ts";
export { type SchemaUpgrade, upgradeDocument, type VersionPolicy } from "./schema/upgrade.ts";
export { displayPath, type KeyPath, pathKey, startsWith } from "./yaml/key-path.ts";
export type { Position } from "./yaml/position.ts";
export { readYaml, type YamlDocument } from "./yaml/yaml-document.ts";
