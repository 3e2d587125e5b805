import { DAY, type RunRecord, type TrackedValue } from "@mlops/core";
import type { CollectResult, RealtimeResult, TrainResult, TrainTableResult } from "@mlops/pipelines";

import type { Services } from "../compose.ts";

export interface RunTotals {
  readonly services: Services;
  readonly run: RunRecord;
  readonly seconds: number;
}

export interface LastRow {
  readonly step?: number;
  readonly metrics: Readonly<Record<string, TrackedValue>>;
}

/** What trackers are told of the runs of one workflow, by the documented names. */
export interface TrackedKind {
  readonly jobType: string;
  /** The run's name is this and the instant. */
  readonly namePrefix: string;
  /** Title of the alert where a run fails. */
  readonly failureAlert: string;
  /** The row that is known once a run has succeeded. `result` is what the workflow answered. */
  lastRow(result: never, totals: RunTotals): Promise<LastRow>;
}

const kinds: Readonly<Record<string, TrackedKind>> = {
  realtime: {
    jobType: "realtime_inference",
    namePrefix: "realtime_pipeline",
    failureAlert: "Realtime Pipeline Failed",
    async lastRow(result: RealtimeResult, { services, run, seconds }) {
      const { realtimeSummary } = await import("@mlops/pipelines");
      return realtimeSummary(result, { seconds, successRate: await successRate(services, run) });
    },
  },
  collect: {
    jobType: "data_collection",
    namePrefix: "data_collection",
    failureAlert: "Data Collection Failed",
    async lastRow(result: CollectResult) {
      const { collectMetrics } = await import("@mlops/pipelines");
      return { metrics: collectMetrics(result) };
    },
  },
  "train-forecast": {
    jobType: "model_training",
    namePrefix: "model_training",
    failureAlert: "Model Training Failed",
    async lastRow(result: TrainResult) {
      const { trainForecastMetrics } = await import("@mlops/pipelines");
      return { metrics: trainForecastMetrics(result) };
    },
  },
  "train-table": {
    jobType: "model_training",
    namePrefix: "model_training",
    failureAlert: "Model Training Failed",
    async lastRow(result: TrainTableResult) {
      const { trainTableMetrics } = await import("@mlops/pipelines");
      return { metrics: trainTableMetrics(result) };
    },
  },
};

/** Workflows without documented names are tracked by their own. */
export function trackedKind(workflow: string): TrackedKind {
  const name = workflow.replaceAll("-", "_");
  return (
    kinds[workflow] ?? {
      jobType: name,
      namePrefix: name,
      failureAlert: "Pipeline Failed",
      lastRow: async () => ({ metrics: {} }),
    }
  );
}

const MOST_RUNS = 2_000;

/** Share of the finished runs of the same kind in the last 24 hours that succeeded, this one included. */
async function successRate(services: Services, run: RunRecord): Promise<number> {
  const journal = await services.journal();
  const runs = await journal.list({ kind: run.kind, limit: MOST_RUNS });
  const since = run.startedAt - DAY;
  const finished = runs.filter(({ startedAt, status }) => startedAt > since && status !== "running");
  if (finished.length === 0) return 1;
  return finished.filter(({ status }) => status === "succeeded").length / finished.length;
}
