import { valueAt } from "./schema-problems.ts";
import type { Config } from "./config-schema.ts";

/** A section that is set although the feature that reads it is not part of this version. */
export interface UnusedSection {
  readonly keyPath: string;
  readonly feature: string;
}

const unbuilt: readonly UnusedSection[] = [
  { keyPath: "hyperparameter_tuning", feature: "hyper-parameter search" },
  { keyPath: "feature_store", feature: "the feature store" },
  { keyPath: "data_adapters", feature: "named data adapters" },
  { keyPath: "serving", feature: "the prediction API" },
  { keyPath: "artifact_stores", feature: "artifact stores" },
  { keyPath: "logging.upload_to_mlflow", feature: "tracking with MLflow" },
  { keyPath: "tracking.mlflow.tracking_uri", feature: "tracking with MLflow" },
  { keyPath: "tracking.mlflow.experiment_name", feature: "tracking with MLflow" },
  { keyPath: "tracking.wandb.project", feature: "tracking with W&B" },
  { keyPath: "tracking.wandb.entity", feature: "tracking with W&B" },
  { keyPath: "tracking.wandb.mode", feature: "tracking with W&B" },
  { keyPath: "tracking.wandb.api_key", feature: "tracking with W&B" },
];

/** The keys that are set and have no effect yet; `doctor` names them, so that none is ignored in silence. */
export function unusedSections(config: Config): readonly UnusedSection[] {
  const forced = config.tracking.use_wandb === true;
  return [
    ...unbuilt.filter(({ keyPath }) => valueAt(config, keyPath.split(".")) !== undefined),
    ...(forced ? [{ keyPath: "tracking.use_wandb", feature: "tracking with W&B" }] : []),
  ];
}
