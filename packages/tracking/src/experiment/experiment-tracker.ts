import type { JsonObject, TrackedScalar, TrackedValue } from "@mlops/core";

import type { MetricEntry } from "../entries/entry.ts";
import type { NamedOutcome } from "../spool/worker-protocol.ts";
import type { SyncedRun } from "../wandb/online/sync-runs.ts";

type Environment = Readonly<Record<string, string | undefined>>;
export type Metrics = Readonly<Record<string, TrackedValue>>;

export interface ExperimentOptions {
  /** W&B project; `WANDB_PROJECT` or `mlops` when absent. */
  readonly project?: string;
  /** W&B team or user; `WANDB_ENTITY`, or the key owner's default, when absent. */
  readonly entity?: string;
  /** False: nothing is recorded or sent. */
  readonly enabled?: boolean;
  readonly mode?: "online" | "offline" | "disabled";
  /** Folder below which `wandb/` is made; `WANDB_DIR` or the current folder when absent. */
  readonly folder?: string;
  /** State folder; `MLOPS_HOME` or `.mlops` in the current folder when absent. */
  readonly home?: string;
  readonly environment?: Environment;
  /** Hears what trackers want people to know; stderr when absent. */
  readonly warn?: (text: string) => void;
}

export interface StartRun {
  readonly runName?: string;
  readonly jobType?: string;
  readonly config?: JsonObject;
  readonly tags?: readonly string[];
  readonly notes?: string;
  readonly group?: string;
}

export interface RunSummary {
  readonly runId: string;
  readonly name: string;
  readonly project: string;
  readonly startedAt: number;
  /** Rows that were logged. */
  readonly rows: number;
  /** The last value of each metric. */
  readonly metrics: Readonly<Record<string, TrackedScalar>>;
}

export interface AlertRequest {
  readonly title: string;
  readonly text: string;
  readonly level?: "INFO" | "WARN" | "ERROR";
  /** Seconds in which the same title is not sent again; 300 when absent. */
  readonly waitDuration?: number;
}

/**
 * Experiments tracked from code. Nothing here throws because of a tracker or waits for one; what is logged before
 * `startRun` begins a run. A process that ends without `finishRun` ends its run by itself.
 */
export interface ExperimentTracker {
  /** Begins a run and answers its id; one that is under way is finished first. @throws MlopsError for names and keys that cannot be used */
  startRun(run?: StartRun): string;
  logMetrics(metrics: Metrics, at?: { readonly step?: number; readonly timestamp?: number }): void;
  /** Under `model_performance/`, or another prefix. */
  logModelPerformance(metrics: Readonly<Record<string, number | null>>, prefix?: string): void;
  /** Under `data_quality_<source>/`. */
  logDataQuality(source: string, metrics: Metrics): void;
  /** A bar chart `feature_importance_<set>`, the greatest first. */
  logFeatureImportance(importance: Readonly<Record<string, number>>, set?: string): void;
  /** `predictions_histogram`, and with truths `predictions_vs_actuals`. */
  logPredictionDistribution(predictions: readonly number[], actuals?: readonly number[]): void;
  /** Under `pipeline_<stage>/`. */
  logPipelinePerformance(stage: string, metrics: Metrics): void;
  logParams(params: JsonObject): void;
  /** @throws MlopsError FILE_NOT_FOUND */
  logConfigFile(path: string): void;
  /** The report as `evaluation/report.json`, and its numbers under `evaluation/`. */
  logEvaluationReport(report: JsonObject): void;
  defineMetric(metric: Omit<MetricEntry, "type">): void;
  createAlert(alert: AlertRequest): void;
  getRunSummary(): RunSummary | undefined;
  /** Waits for the trackers, at most 5 s. */
  finishRun(exitCode?: number): Promise<readonly NamedOutcome[]>;
  /** Sends what is recorded and not sent yet. @throws MlopsError TRACKING_KEY_MISSING */
  syncOfflineRuns(): Promise<readonly SyncedRun[]>;
}
