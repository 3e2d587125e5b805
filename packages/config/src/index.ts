export type { Configuration, LoadConfigurationOptions, Origin, OriginSource, Override } from "./configuration.ts";
export { loadConfiguration } from "./load-configuration.ts";
export type { Problem } from "./problem.ts";
export { type Config, CONFIG_SCHEMA_VERSION, configFileSchema, configSchema } from "./schema/config-schema.ts";
