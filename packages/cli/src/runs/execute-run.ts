import type { EventSink, Instant, RunRecord } from "@mlops/core";
import { resultOf, runWorkflow, type Workflow } from "@mlops/engine";

import type { CommandContext } from "../command.ts";

export interface RunExecution<Result> {
  readonly run: RunRecord;
  readonly result: Result;
  /** Milliseconds by step, and of the whole run. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface RunRequest<Input, Result> {
  readonly workflow: Workflow<Input, Result>;
  readonly input: unknown;
  readonly seed: number;
  readonly at: Instant | undefined;
  readonly recipeDigest: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Runs one workflow with the command's journal, progress and signal. @throws MlopsError what the run failed with */
export async function executeRun<Input, Result>(
  { services, signal, progress }: CommandContext,
  { at, ...request }: RunRequest<Input, Result>,
): Promise<RunExecution<Result>> {
  const clock = services.clock(at);
  const timings: Record<string, number> = {};
  const outcome = await runWorkflow({
    ...request,
    at: clock.now(),
    journal: await services.journal(),
    clock,
    events: timed(progress, timings),
    signal,
    entropy: (length) => services.entropy(length),
  });
  return { run: outcome.run, result: resultOf(outcome), timings };
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
