import type { EventSink, RunRecord } from "@mlops/core";
import { resultOf, runWorkflow, type Workflow } from "@mlops/engine";
import type { WeatherPlan, WeatherPorts } from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";
import { composeWeather } from "../compose-weather.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import type { WeatherWork } from "./load-weather.ts";

export interface WeatherExecution<Result> {
  readonly run: RunRecord;
  readonly plan: WeatherPlan;
  readonly result: Result;
  /** Milliseconds by step, and of the whole run. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Runs one workflow for each station, one after the other; the first failure ends the command. */
export async function executeWeather<Input, Result>(
  context: CommandContext,
  options: WeatherValues,
  work: WeatherWork,
  workflowOf: (ports: WeatherPorts) => Workflow<Input, Result>,
  inputOf: (plan: WeatherPlan) => unknown,
): Promise<readonly WeatherExecution<Result>[]> {
  const { services, signal, progress } = context;
  const clock = services.clock(options.at);
  const journal = await services.journal();
  await using ports = await composeWeather(services, options.at);
  const workflow = workflowOf(ports);
  const executions: WeatherExecution<Result>[] = [];
  for (const plan of work.plans) {
    const timings: Record<string, number> = {};
    const outcome = await runWorkflow({
      workflow,
      input: inputOf(plan),
      seed: work.seed,
      at: clock.now(),
      recipeDigest: plan.recipeDigest,
      labels: { recipe: plan.recipe, station: plan.station.id },
      journal,
      clock,
      events: timed(progress, timings),
      signal,
      entropy: (length) => services.entropy(length),
    });
    executions.push({ run: outcome.run, plan, result: resultOf(outcome), timings });
  }
  return executions;
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
