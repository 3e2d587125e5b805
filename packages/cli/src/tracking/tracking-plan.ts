import { join } from "node:path";

import type { Configuration } from "@mlops/config";
import type { LoadedRecipe } from "@mlops/pipelines";
import { resolveWandb, type TrackerSetting, type WandbRequest, type WandbSettings } from "@mlops/tracking";

import { packageVersion } from "../version.ts";

/** How the runs of a command are tracked, decided before anything starts. */
export interface TrackingPlan {
  readonly trackers: (runId: string) => readonly TrackerSetting[];
  readonly warnings: readonly string[];
}

const DEFAULT_PROJECT = "mlops";

/** @throws MlopsError TRACKING_NAME_INVALID, TRACKING_KEY_INVALID, TRACKING_URL_INVALID */
export function planTracking(configuration: Configuration, recipe: LoadedRecipe["recipe"] | undefined): TrackingPlan {
  const { value, variables, home, projectRoot } = configuration;
  const wandb = resolveWandb(wandbRequest(configuration, recipe));
  const root = variables["WANDB_DIR"] || projectRoot;
  const trackers = (runId: string): TrackerSetting[] => [
    ...(wandb ? [wandbTracker(wandb, root, variables)] : []),
    ...value.tracking.trackers.map((driver) => ({
      driver,
      options: driver === "jsonl" ? { path: join(home, "tracking", `${runId}.jsonl`) } : {},
    })),
  ];
  return { trackers, warnings: wandb?.warnings ?? [] };
}

/** What this command line, environment, recipe and configuration say about W&B; flags and environment win over the recipe. */
export function wandbRequest(configuration: Configuration, recipe: LoadedRecipe["recipe"] | undefined): WandbRequest {
  const { value, variables, projectRoot } = configuration;
  const { use_wandb: use, wandb } = value.tracking;
  const given = (keyPath: string): boolean => isGiven(configuration, keyPath);
  const chosen = <Value>(keyPath: string, configured: Value | undefined, ofRecipe: Value | undefined) =>
    given(keyPath) ? configured : (ofRecipe ?? configured);
  return {
    use: chosen("tracking.use_wandb", use, recipe?.tracking?.useWandb) ?? "auto",
    project: chosen("tracking.wandb.project", wandb.project, recipe?.tracking?.project),
    entity: chosen("tracking.wandb.entity", wandb.entity, recipe?.tracking?.entity),
    namesGiven: given("tracking.wandb.project") || given("tracking.wandb.entity"),
    mode: wandb.mode,
    apiKey: wandb.api_key === undefined ? undefined : { value: wandb.api_key, source: keySource(configuration) },
    baseUrl: wandb.base_url,
    offline: value.offline,
    environment: variables,
    folder: projectRoot,
    defaultProject: DEFAULT_PROJECT,
  };
}

function wandbTracker(
  { mode, project, entity, baseUrl, key }: WandbSettings,
  root: string,
  variables: Configuration["variables"],
): TrackerSetting {
  const seconds = Number(variables["WANDB_RESUME_WAIT"]);
  const appUrl = variables["WANDB_APP_URL"];
  return {
    driver: "wandb",
    options: {
      root,
      project,
      entity,
      mode,
      baseUrl,
      producer: `mlops/${packageVersion()}`,
      ...(mode === "online" && key && { apiKey: key.value, environment: networkSettings(variables) }),
      ...(appUrl && { appUrl }),
      ...(Number.isFinite(seconds) && seconds > 0 && { syncSeconds: seconds }),
    },
  };
}

/** Proxies and certificates, from `.env` too. */
function networkSettings(variables: Configuration["variables"]): Record<string, string | undefined> {
  const names = /^(https?_proxy|no_proxy|all_proxy|ssl_cert_file|node_extra_ca_certs)$/i;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.test(name)));
}

function keySource(configuration: Configuration): string {
  return configuration.origin("tracking.wandb.api_key").where;
}

function isGiven(configuration: Configuration, keyPath: string): boolean {
  const value = configuration.get(keyPath);
  return value !== undefined && ["flag", "environment", "dotenv"].includes(configuration.origin(keyPath).source);
}

/** MLflow's options are read; its tracker is not part of this version, and a run that asks for it says so. */
export function missingTrackers(configuration: Configuration): string[] {
  return isGiven(configuration, "tracking.mlflow.tracking_uri") ? ["tracking-not-available"] : [];
}
