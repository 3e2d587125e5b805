import { join } from "node:path";

import type { EventSink, RunEvent, RunRecord } from "@mlops/core";
import {
  FINISH_DEADLINE_MS,
  type NamedOutcome,
  openTrackedRun,
  recordedTracking,
  runEnvironment,
  type TrackedRun,
} from "@mlops/tracking";

import type { Services } from "../compose.ts";
import { outputLine } from "./output-line.ts";
import { type TrackedKind, trackedKind } from "./tracked-kinds.ts";
import { describeRun, type TrackedWork } from "./tracked-work.ts";
import { planTracking } from "./tracking-plan.ts";
import { tellMessages } from "./tracking-messages.ts";

/** What became of a run's tracking; a field of the command's JSON document. */
export interface TrackingReport {
  readonly trackers: readonly NamedOutcome[];
  /** Kebab-case: `tracking-upload-pending`, `tracking-incomplete`. */
  readonly reasons: readonly string[];
}

export interface RunEnd {
  /** Absent where the run could not be finished. */
  readonly run?: RunRecord;
  /** Present where it succeeded. */
  readonly result?: unknown;
  readonly error?: unknown;
}

/** A sink of one run's events, opened by the first of them. */
export interface RunTracking extends EventSink {
  finish(end: RunEnd): Promise<TrackingReport | undefined>;
}

/** What a process that SIGINT ended answers: a run that was stopped neither succeeded nor failed. */
const STOPPED = 130;
/** For further runs of a command whose backend has kept an earlier one waiting. */
const SHORT_DEADLINE_MS = 250;
let backendIsSlow = false;

/**
 * Tracks a run as flags, environment, recipe and configuration say; without `work`, a run that another process began, as
 * that one did.
 *
 * @throws MlopsError TRACKING_NAME_INVALID, TRACKING_KEY_INVALID, TRACKING_URL_INVALID
 */
export async function openRunTracking(
  services: Services,
  workflow: string,
  work: TrackedWork | undefined,
): Promise<RunTracking> {
  const configuration = await services.configuration();
  const { home, variables, value, projectRoot } = configuration;
  const plan = planTracking(configuration, work?.recipe);
  const kind = trackedKind(workflow);
  const tell = tellMessages(services.log, variables);
  for (const text of plan.warnings) tell({ type: "warning", text });
  const spoolFolder = join(home, "spool");
  let tracked: TrackedRun | undefined;
  let began = 0;

  const open = (event: Extract<RunEvent, { type: "run-started" }>): void => {
    const recorded = event.resumed ? recordedTracking(spoolFolder, event.runId) : undefined;
    const run = recorded?.run ?? (work && describeRun(event, kind, work, variables));
    const trackers = plan.trackers(event.runId);
    if (run === undefined || trackers.length === 0) return;
    const host = variables["WANDB_HOST"];
    const gitFolder = variables["WANDB_DISABLE_GIT"] === "true" ? undefined : projectRoot;
    began = performance.now();
    tracked = openTrackedRun({
      spoolFolder,
      run,
      environment: runEnvironment({
        ...(gitFolder !== undefined && { gitFolder }),
        ...(host !== undefined && { host }),
      }),
      trackers,
      resumed: event.resumed,
      offline: value.offline,
      allowedColumns: work?.recipe.tracking?.tables ?? [],
      onMessage: tell,
    });
  };

  return {
    emit(event) {
      try {
        if (event.type === "run-started") open(event);
        if (tracked) forward(tracked, event);
      } catch (error) {
        // A full disk or a home that cannot be written to: the run goes on, and says that it is not tracked.
        tell({ type: "warning", text: `This run is not tracked: ${(error as Error).message}` });
      }
    },
    async finish(end) {
      if (!tracked) return undefined;
      await logEnd(tracked, kind, services, end, (performance.now() - began) / 1000);
      const deadlineMs = backendIsSlow ? SHORT_DEADLINE_MS : FINISH_DEADLINE_MS;
      const trackers = await tracked.finish({ exitCode: exitCodeOf(end), deadlineMs });
      const isPending = trackers.some(({ status }) => status === "pending");
      backendIsSlow ||= isPending;
      return {
        trackers,
        reasons: [
          ...(isPending ? ["tracking-upload-pending"] : []),
          ...(tracked.lost > 0 ? ["tracking-incomplete"] : []),
        ],
      };
    },
  };
}

async function logEnd(
  tracked: TrackedRun,
  kind: TrackedKind,
  services: Services,
  { run, result, error }: RunEnd,
  seconds: number,
): Promise<void> {
  if (run && result !== undefined) {
    // The result is the one of the workflow that the kind belongs to.
    const { step, metrics } = await kind.lastRow(result as never, { services, run, seconds });
    tracked.log(metrics, step === undefined ? {} : { step, key: rowKey(step) });
  } else if (run?.status !== "cancelled") {
    const text = error instanceof Error ? error.message : String(error);
    tracked.log({ pipeline_status: "failed", total_execution_time_seconds: seconds });
    tracked.alert({ title: kind.failureAlert, text, level: "error" });
  }
}

function exitCodeOf({ run, result }: RunEnd): number {
  if (result !== undefined) return 0;
  return run?.status === "cancelled" ? STOPPED : 1;
}

function forward(tracked: TrackedRun, event: RunEvent): void {
  if (event.type === "metrics") {
    const { metrics, step } = event;
    tracked.log(metrics, step === undefined ? {} : { step, key: rowKey(step) });
  }
  if (event.type === "alert") tracked.alert(event);
  const line = outputLine(event);
  if (line !== undefined) tracked.output(line.stream, `${line.text}\n`);
}

/** A resumed run may emit its last row again: the same step is logged once. */
function rowKey(step: number): string {
  return `row:${step}`;
}
