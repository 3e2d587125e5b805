import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { loadConfiguration } from "./load-configuration.ts";
import { unusedSections } from "./schema/unused-sections.ts";
import { temporaryProject } from "./testing/temporary-project.ts";

const documented = {
  "config/base.yaml": `
environment: {app_env: "\${APP_ENV:local}"}
mlflow: {tracking_uri: "http://127.0.0.1:5002"}
data_adapters:
  default_loader: sql
  adapters:
    sql: {class_name: SqlAdapter, config: {connection_uri: "sqlite:///x.db"}}
    storage:
      class_name: StorageAdapter
      config:
feature_store: {provider: passthrough, feast_config: {offline_store: {type: file}, online_store: {type: sqlite}}}
artifact_stores: {predictions: {enabled: true, base_uri: "file://predictions"}}
`,
  "config/dev.yaml": `
feature_store: {provider: feast, feast_config: {offline_store: {type: postgresql}, online_store: {type: redis}}}
hyperparameter_tuning: {enabled: true, timeout: 600, parallelization: {n_jobs: 4}, pruning: {n_startup_trials: 5, n_warmup_steps: 10}}
serving: {enabled: true, model_stage: Staging}
`,
};

test("the documented sections are read with their shapes and named as not used yet", async () => {
  await using project = await temporaryProject(documented);
  const { value } = await loadConfiguration({ cwd: project.path, environmentVariables: {}, env: "dev" });
  expect(value.hyperparameter_tuning).toMatchObject({ timeout: 600, parallelization: { n_jobs: 4 } });
  expect(value.feature_store?.feast_config?.offline_store?.type).toBe("postgresql");
  expect(value.data_adapters?.adapters?.["storage"]).toEqual({ class_name: "StorageAdapter" });
  expect(unusedSections(value).map(({ keyPath }) => keyPath)).toEqual([
    "hyperparameter_tuning",
    "feature_store",
    "data_adapters",
    "serving",
    "artifact_stores",
    "tracking.mlflow.tracking_uri",
  ]);
});

const examples = join(import.meta.dirname, "..", "..", "..", "..", "shared", "examples", "config");

test.skipIf(!existsSync(examples)).each(["local", "dev", "prod"])(
  "the shared example files load as %s",
  async (env) => {
    const names = ["base.yaml", "dev.yaml", "prod.yaml"];
    await using project = await temporaryProject(
      Object.fromEntries(names.map((name) => [`config/${name}`, readFileSync(join(examples, name))])),
    );
    const { value } = await loadConfiguration({ cwd: project.path, environmentVariables: {}, env });
    expect(value.feature_store?.feast_config?.online_store?.type).toBe(env === "local" ? "sqlite" : "redis");
    expect(value.hyperparameter_tuning?.timeout).toBe({ local: undefined, dev: 600, prod: 7200 }[env]);
  },
);
