import type { EventSink, Instant, RunRecord } from "@mlops/core";
import { resultOf, type RunOutcome, runWorkflow, type Workflow } from "@mlops/engine";

import type { CommandContext } from "../command.ts";
import type { RunTracking, TrackingReport } from "../tracking/run-tracking.ts";
import type { TrackedWork } from "../tracking/tracked-work.ts";

export interface RunExecution<Result> {
  readonly run: RunRecord;
  readonly result: Result;
  /** Milliseconds by step, and of the whole run. */
  readonly timings: Readonly<Record<string, number>>;
  /** Absent where the run is not tracked. */
  readonly tracking?: TrackingReport;
}

export interface RunRequest<Input, Result> {
  readonly workflow: Workflow<Input, Result>;
  readonly input: unknown;
  readonly seed: number;
  readonly at: Instant | undefined;
  readonly recipeDigest: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What trackers are told about the run. */
  readonly tracked: TrackedWork;
}

/**
 * Runs one workflow with the command's journal, progress, trackers and signal.
 *
 * @throws MlopsError what the run failed with; TRACKING_NAME_INVALID and its kin before it begins
 */
export async function executeRun<Input, Result>(
  { services, signal, progress }: CommandContext,
  { at, tracked, ...request }: RunRequest<Input, Result>,
): Promise<RunExecution<Result>> {
  const { openRunTracking } = await import("../tracking/run-tracking.ts");
  const tracking = await openRunTracking(services, request.workflow.name, tracked);
  const clock = services.clock(at);
  const timings: Record<string, number> = {};
  const events = timed({ emit: (event) => (progress.emit(event), tracking.emit(event)) }, timings);
  const outcome = await runTracked(tracking, async () =>
    runWorkflow({
      ...request,
      at: clock.now(),
      journal: await services.journal(),
      clock,
      events,
      signal,
      entropy: (length) => services.entropy(length),
    }),
  );
  const { report } = outcome;
  return { run: outcome.run, result: resultOf(outcome), timings, ...(report && { tracking: report }) };
}

type TrackedOutcome<Result> = RunOutcome<Result> & { readonly report: TrackingReport | undefined };

/** Ends a run's tracking however the run ends. */
export async function runTracked<Result>(
  tracking: RunTracking,
  work: () => Promise<RunOutcome<Result>>,
): Promise<TrackedOutcome<Result>> {
  try {
    const outcome = await work();
    return { ...outcome, report: await tracking.finish(outcome) };
  } catch (error) {
    await tracking.finish({ error });
    throw error;
  }
}

/** Passes events on and notes how long steps took: `collect` becomes `collectMs`. */
function timed(sink: EventSink, timings: Record<string, number>): EventSink {
  return {
    emit(event) {
      if (event.type === "step-finished") timings[`${camelCase(event.step)}Ms`] = roundedMs(event.durationMs);
      if (event.type === "run-finished") timings["totalMs"] = roundedMs(event.durationMs);
      sink.emit(event);
    },
  };
}

function roundedMs(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function camelCase(name: string): string {
  return name.replace(/[-#](\w)/g, (_, letter: string) => letter.toUpperCase());
}
