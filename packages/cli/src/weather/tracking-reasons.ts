import type { Configuration } from "@mlops/config";

/**
 * What a run that was asked to be tracked has to say: this version parses the tracking options and has no sink for them
 * yet. Never silent: a run that is not tracked although it should be is degraded.
 */
export function trackingReasons(configuration: Configuration): readonly string[] {
  const { use_wandb: wanted, wandb, mlflow } = configuration.value.tracking;
  const given = (keyPath: string, setting: unknown): boolean =>
    setting !== undefined && ["flag", "environment"].includes(configuration.origin(keyPath).source);
  const asked =
    wanted === true ||
    (wanted === "auto" &&
      (given("tracking.wandb.project", wandb.project) || given("tracking.wandb.entity", wandb.entity)));
  const mlflowAsked = given("tracking.mlflow.tracking_uri", mlflow.tracking_uri);
  return asked || mlflowAsked ? ["tracking-not-available"] : [];
}
