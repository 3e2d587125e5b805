import type { Configuration } from "@mlops/config";

import { type Check, skipped } from "./check.ts";

const keys = [
  "tracking.use_wandb",
  "tracking.wandb.project",
  "tracking.wandb.entity",
  "tracking.wandb.mode",
  "tracking.wandb.base_url",
  "tracking.wandb.api_key",
  "tracking.mlflow.tracking_uri",
] as const;

/** What is set for tracking and from where; never the key itself. */
export function checkTracking(configuration: Configuration): Check[] {
  return keys.map((keyPath) => {
    const value = configuration.get(keyPath);
    if (value === undefined) return skipped(keyPath, "not set");
    const shown = keyPath.endsWith("api_key") ? "set" : JSON.stringify(value);
    const unused = keyPath.startsWith("tracking.mlflow") ? "; no MLflow tracker is part of this version" : "";
    return skipped(keyPath, `${shown}, from ${configuration.origin(keyPath).where}${unused}`);
  });
}
