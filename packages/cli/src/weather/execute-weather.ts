import type { Workflow } from "@mlops/engine";
import type { WeatherPlan, WeatherPorts } from "@mlops/pipelines";

import type { CommandContext } from "../command.ts";
import { composeWeather } from "../compose-weather.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { executeRun, type RunExecution } from "../runs/execute-run.ts";
import type { WeatherWork } from "./load-weather.ts";
import { weatherConfig } from "./weather-config.ts";

export interface WeatherExecution<Result> extends RunExecution<Result> {
  readonly plan: WeatherPlan;
}

/** Runs one workflow for each station, one after the other; the first failure ends the command. */
export async function executeWeather<Input, Result>(
  context: CommandContext,
  options: WeatherValues,
  work: WeatherWork,
  workflowOf: (ports: WeatherPorts) => Workflow<Input, Result>,
  inputOf: (plan: WeatherPlan) => unknown,
): Promise<readonly WeatherExecution<Result>[]> {
  await using ports = await composeWeather(context.services, options.at);
  const workflow = workflowOf(ports);
  const executions: WeatherExecution<Result>[] = [];
  for (const plan of work.plans) {
    const execution = await executeRun(context, {
      workflow,
      input: inputOf(plan),
      seed: work.seed,
      at: options.at,
      recipeDigest: plan.recipeDigest,
      labels: { recipe: plan.recipe, station: plan.station.id },
      tracked: {
        recipe: work.loaded.recipe,
        timeZone: plan.station.timeZone,
        tags: [`station-${plan.station.id}`],
        config: weatherConfig(plan, work.seed),
      },
    });
    executions.push({ ...execution, plan });
  }
  return executions;
}
