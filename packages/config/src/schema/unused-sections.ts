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
];

/** The keys that are set and have no effect yet; `doctor` names them, so that none is ignored in silence. */
export function unusedSections(config: Config): readonly UnusedSection[] {
  return unbuilt.filter(({ keyPath }) => valueAt(config, keyPath.split(".")) !== undefined);
}
