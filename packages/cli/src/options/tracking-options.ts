import { text, triState } from "./option.ts";

/** Options of every command that makes a run. */
export const trackingOptions = {
  useWandb: triState("Track with Weights & Biases; not said: on when a key, project, entity or offline mode is set.", {
    aliases: ["wandb"],
    configKey: "tracking.use_wandb",
  }),
  wandbProject: text("Project of the tracked run.", {
    placeholder: "NAME",
    environment: "WANDB_PROJECT",
    configKey: "tracking.wandb.project",
  }),
  wandbEntity: text("Team or user that owns the project.", {
    placeholder: "NAME",
    environment: "WANDB_ENTITY",
    configKey: "tracking.wandb.entity",
  }),
  trackingUri: text("MLflow tracking server or folder.", {
    placeholder: "URI",
    aliases: ["mlflow-uri"],
    environment: "MLFLOW_TRACKING_URI",
    configKey: "tracking.mlflow.tracking_uri",
  }),
} as const;
