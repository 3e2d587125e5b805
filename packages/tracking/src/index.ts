export type {
  AlertEntry,
  Entry,
  MetricEntry,
  PlacedEntry,
  RunDescription,
  RunEnvironment,
  SpooledValue,
} from "./entries/entry.ts";
export { catchUpSpools } from "./run/catch-up.ts";
export { recordedTracking, type RecordedTracking } from "./run/recorded-tracking.ts";
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
export type { RunFolder } from "./wandb/offline/run-folder.ts";
export { ApiError } from "./wandb/online/api-error.ts";
export { describePending, type PendingUpload } from "./wandb/online/describe-pending.ts";
export type { ConnectionOptions } from "./wandb/online/live-upload.ts";
export { findRunFolders, prepareAgain, type SyncedRun, syncRun } from "./wandb/online/sync-runs.ts";
export { type Viewer, whoIs } from "./wandb/online/viewer.ts";
export { checkApiKey } from "./wandb/settings/api-key.ts";
export { isNetrcOpen, netrcMachine, netrcPath, storeNetrcPassword } from "./wandb/settings/netrc.ts";
export {
  keyOf,
  resolveWandb,
  serverOf,
  type WandbKey,
  type WandbRequest,
  type WandbSettings,
} from "./wandb/settings/wandb-settings.ts";
export type {
  AlertRequest,
  ExperimentOptions,
  ExperimentTracker,
  Metrics,
  RunSummary,
  StartRun,
} from "./experiment/experiment-tracker.ts";
export { getGlobalTracker, initialiseGlobalTracker, openExperiments } from "./experiment/open-experiments.ts";
export { histogramOf, imageOf, plotOf, tableOf } from "./experiment/tracked-values.ts";
