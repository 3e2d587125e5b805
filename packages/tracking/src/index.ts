export type {
  AlertEntry,
  Entry,
  MetricEntry,
  PlacedEntry,
  RunDescription,
  RunEnvironment,
  SpooledValue,
} from "./entries/entry.ts";
export { type EnvironmentOptions, runEnvironment } from "./run/run-environment.ts";
export type { AllowedColumns } from "./run/spooled-value.ts";
export {
  type AlertOptions,
  FINISH_DEADLINE_MS,
  type LogOptions,
  openTrackedRun,
  type TrackedRun,
  type TrackedRunOptions,
} from "./run/tracked-run.ts";
export type { FromWorker, NamedOutcome, TrackerSetting } from "./spool/worker-protocol.ts";
export { defineTracker, type OpenTracker, type Tracker, type TrackerContext, type TrackerOutcome } from "./tracker.ts";
export { TRACKER_CATALOGUE, type TrackerEntry } from "./tracker-catalogue.ts";
export {
  keyOf,
  resolveWandb,
  WANDB_CLOUD,
  type WandbKey,
  type WandbRequest,
  type WandbSettings,
} from "./wandb/settings/wandb-settings.ts";
export { recordedTracking, type RecordedTracking } from "./run/recorded-tracking.ts";
