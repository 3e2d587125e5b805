import { z } from "zod";

import {
  artifactStoresSection,
  dataAdaptersSection,
  environmentSection,
  featureStoreSection,
  loggingSection,
  mlflowSection,
  servingSection,
  sourceSection,
  storeSection,
  trackingSection,
  tuningSection,
} from "./sections.ts";

/** The newest config schema that this version reads and writes. */
export const CONFIG_SCHEMA_VERSION = 1;

/**
 * What `config/*.yaml` may hold: where things run, never what is modelled (that is the recipe's). Every key has a
 * default or may be absent, so that each file may set only what it changes.
 */
export const configSchema = z.strictObject({
  schema_version: z.int().min(1).default(CONFIG_SCHEMA_VERSION),
  environment: environmentSection.prefault({}),
  store: storeSection.prefault({}),
  source: sourceSection.prefault({}),
  logging: loggingSection.prefault({}),
  tracking: trackingSection.prefault({}),
  offline: z.boolean().default(false).describe("True: no connection leaves the machine."),
  hyperparameter_tuning: tuningSection.optional(),
  feature_store: featureStoreSection.optional(),
  data_adapters: dataAdaptersSection.optional(),
  serving: servingSection.optional(),
  artifact_stores: artifactStoresSection.optional(),
});

/** A config file as it is written: the documented top-level `mlflow` section is another spelling of `tracking.mlflow`. */
export const configFileSchema = configSchema.extend({ mlflow: mlflowSection.optional() });

export type Config = z.output<typeof configSchema>;
