import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { type JsonObject, type JsonValue, MlopsError, runId, type TrackedScalar, type TrackedValue } from "@mlops/core";
import { makeFolder } from "@mlops/store/make-folder";

import { machineClock } from "../machine-clock.ts";
import { runEnvironment } from "../run/run-environment.ts";
import { openTrackedRun, type TrackedRun } from "../run/tracked-run.ts";
import type { FromWorker, TrackerSetting } from "../spool/worker-protocol.ts";
import { findRunFolders, type SyncedRun, syncRun } from "../wandb/online/sync-runs.ts";
import { keyOf, resolveWandb, serverOf, type WandbRequest } from "../wandb/settings/wandb-settings.ts";
import type { ExperimentOptions, ExperimentTracker, Metrics, RunSummary, StartRun } from "./experiment-tracker.ts";
import { histogramOf, plotOf, tableOf } from "./tracked-values.ts";

const alertLevels = { INFO: "info", WARN: "warn", ERROR: "error" } as const;
const PRODUCER = "mlops";
const DEFAULT_PROJECT = "mlops";

interface UnderWay {
  readonly tracked: TrackedRun | undefined;
  readonly summary: { rows: number; readonly metrics: Record<string, TrackedScalar> } & Omit<
    RunSummary,
    "rows" | "metrics"
  >;
}

/** Tracks experiments from code, as options and environment say. */
export function openExperiments(options: ExperimentOptions = {}): ExperimentTracker {
  const environment = options.environment ?? process.env;
  const folder = options.folder ?? (environment["WANDB_DIR"] || process.cwd());
  const home = options.home ?? (environment["MLOPS_HOME"] || join(process.cwd(), ".mlops"));
  const warn = options.warn ?? ((text: string) => void process.stderr.write(`${text}\n`));
  const request = wandbRequest(options, environment, folder);
  let current: UnderWay | undefined;

  const begin = (given: StartRun): UnderWay => {
    const settings = resolveWandb(request);
    const startedAt = Date.now();
    const id = runId(startedAt, randomBytes(6));
    const name = given.runName ?? environment["WANDB_NAME"] ?? id;
    const summary = { runId: id, name, project: settings?.project ?? "", startedAt, rows: 0, metrics: {} };
    for (const warning of settings?.warnings ?? []) warn(warning);
    if (!settings) return { tracked: undefined, summary };
    const { project, entity, mode, baseUrl, key } = settings;
    const wandb: TrackerSetting = {
      driver: "wandb",
      options: {
        root: folder,
        project,
        entity,
        mode,
        baseUrl,
        producer: PRODUCER,
        ...(mode === "online" && key && { apiKey: key.value }),
      },
    };
    const group = given.group ?? environment["WANDB_RUN_GROUP"];
    const notes = given.notes ?? environment["WANDB_NOTES"];
    const tracked = openTrackedRun({
      spoolFolder: join(home, "spool"),
      run: {
        runId: id,
        name,
        jobType: given.jobType ?? environment["WANDB_JOB_TYPE"] ?? "experiment",
        tags: given.tags ?? [],
        config: given.config ?? {},
        ...(group && { group }),
        ...(notes && { notes }),
      },
      environment: runEnvironment(environment["WANDB_DISABLE_GIT"] === "true" ? {} : { gitFolder: process.cwd() }),
      trackers: [wandb],
      onMessage: (message) => tell(message, warn),
    });
    // A program that forgets to end its run still ends, with everything sent or kept.
    process.once("beforeExit", onBeforeExit);
    return { tracked, summary };
  };

  const onBeforeExit = (): void => void finish(0);
  const run = (): UnderWay => (current ??= begin({}));

  const log = (metrics: Metrics, at: { readonly step?: number; readonly timestamp?: number } = {}): void => {
    const { tracked, summary } = run();
    summary.rows++;
    for (const [name, value] of Object.entries(metrics)) {
      if (value === null || typeof value !== "object") summary.metrics[name] = value;
    }
    tracked?.log(metrics, {
      ...(at.step !== undefined && { step: at.step }),
      ...(at.timestamp !== undefined && { at: at.timestamp }),
    });
  };

  const finish = async (exitCode: number) => {
    const ending = current;
    current = undefined;
    process.off("beforeExit", onBeforeExit);
    return (await ending?.tracked?.finish({ exitCode })) ?? [];
  };

  return {
    startRun(given = {}) {
      if (current) void finish(0);
      current = begin(given);
      return current.summary.runId;
    },
    logMetrics: log,
    logModelPerformance: (metrics, prefix = "model_performance") => log(under(prefix, metrics)),
    logDataQuality: (source, metrics) => log(under(`data_quality_${source}`, metrics)),
    logPipelinePerformance: (stage, metrics) => log(under(`pipeline_${stage}`, metrics)),
    logFeatureImportance(importance, set = "model") {
      const columns = ["feature_name", "importance_score"] as const;
      const rows = Object.entries(importance).toSorted(([, one], [, other]) => other - one);
      const axes = { x: columns[0], y: columns[1] };
      log({ [`feature_importance_${set}`]: plotOf("bar", "Feature importance", tableOf(columns, rows), axes) });
    },
    logPredictionDistribution(predictions, actuals) {
      if (actuals && actuals.length !== predictions.length) {
        throw new MlopsError(
          "TRACKING_VALUE_INVALID",
          `There are ${predictions.length} predictions and ${actuals.length} truths.`,
        );
      }
      const rows = actuals?.map((actual, row) => [actual, predictions[row] ?? null]);
      const axes = { x: "actual", y: "predicted" };
      log({
        predictions_histogram: histogramOf(predictions),
        ...(rows && {
          predictions_vs_actuals: plotOf(
            "scatter",
            "Predictions and what came true",
            tableOf(["actual", "predicted"], rows),
            axes,
          ),
        }),
      });
    },
    logParams: (params) => run().tracked?.config(params),
    logConfigFile: (path) => run().tracked?.file(path, `config/${basename(path)}`),
    logEvaluationReport(report) {
      const { tracked, summary } = run();
      if (tracked) {
        const place = join(home, "spool", summary.runId, "report.json");
        makeFolder(join(home, "spool", summary.runId));
        writeFileSync(place, `${JSON.stringify(report, null, 2)}\n`);
        tracked.file(place, "evaluation/report.json");
      }
      log(Object.fromEntries(scalarLeaves(report, "evaluation")));
    },
    defineMetric: (metric) => run().tracked?.defineMetric(metric),
    createAlert({ title, text, level = "INFO", waitDuration = 300 }) {
      run().tracked?.alert({ title, text, level: alertLevels[level], waitMs: waitDuration * 1000 });
    },
    getRunSummary: () => current && { ...current.summary, metrics: { ...current.summary.metrics } },
    finishRun: (exitCode = 0) => finish(exitCode),
    async syncOfflineRuns() {
      const baseUrl = serverOf(request);
      const key = keyOf(request, baseUrl);
      if (!key) {
        throw new MlopsError("TRACKING_KEY_MISSING", `There is no W&B key for ${new URL(baseUrl).host}.`, {
          hint: "Store one with `mlops login`, or set WANDB_API_KEY.",
        });
      }
      const connection = {
        baseUrl,
        key: key.value,
        userAgent: PRODUCER,
        offline: request.offline,
        environment,
        clock: machineClock,
        entropy: (length: number) => randomBytes(length),
        warn,
      };
      const synced: SyncedRun[] = [];
      for (const each of findRunFolders([folder])) {
        if (each.runId === current?.summary.runId) continue;
        synced.push(await syncRun(each, connection, new AbortController().signal));
      }
      return synced;
    },
  };
}

let global: ExperimentTracker | undefined;

/** Opens the tracker that `getGlobalTracker` answers from now on. */
export function initialiseGlobalTracker(options: ExperimentOptions = {}): ExperimentTracker {
  global = openExperiments(options);
  return global;
}

/** The process's tracker: the one that was initialised, else one by the environment alone. */
export function getGlobalTracker(): ExperimentTracker {
  return (global ??= openExperiments());
}

function wandbRequest(
  { project, entity, enabled, mode }: ExperimentOptions,
  environment: ExperimentOptions["environment"] & object,
  folder: string,
): WandbRequest {
  const key = environment["WANDB_API_KEY"];
  const modes = ["online", "offline", "disabled"] as const;
  const given = environment["WANDB_MODE"] === "dryrun" ? "offline" : environment["WANDB_MODE"];
  return {
    // Code that logs wants its runs recorded, unless it or the environment says otherwise.
    use: enabled ?? true,
    project: project ?? (environment["WANDB_PROJECT"] || undefined),
    entity: entity ?? (environment["WANDB_ENTITY"] || undefined),
    namesGiven: true,
    mode: mode ?? modes.find((known) => known === given),
    apiKey: key ? { value: key, source: "WANDB_API_KEY" } : undefined,
    baseUrl: environment["WANDB_BASE_URL"] || undefined,
    offline: /^(1|true)$/i.test(environment["MLOPS_OFFLINE"] ?? ""),
    environment,
    folder,
    defaultProject: DEFAULT_PROJECT,
  };
}

function tell(message: Exclude<FromWorker, { type: "finished" }>, warn: (text: string) => void): void {
  if (message.type === "warning") warn(message.text);
  if (message.type === "place") warn(`Tracked at ${message.place}`);
}

function under(prefix: string, metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`${prefix}/${name}`, value]));
}

function scalarLeaves(value: JsonValue | JsonObject, path: string): (readonly [string, TrackedValue])[] {
  if (value === null || typeof value !== "object") return [[path, value]];
  if (Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => scalarLeaves(item, `${path}/${key}`));
}
