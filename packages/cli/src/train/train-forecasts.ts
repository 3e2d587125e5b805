import { assertNoCustomMetrics, type LoadedRecipe, planTraining, trainForecastWorkflow } from "@mlops/pipelines";

import type { CommandContext, CommandResult } from "../command.ts";
import type { TrainValues } from "../options/train-options.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { executeWeather } from "../weather/execute-weather.ts";
import { weatherWork } from "../weather/load-weather.ts";
import { answerForStations } from "../weather/station-documents.ts";
import { trainAnswer } from "../weather/train-answer.ts";
import { writeRunReport } from "../report/report-files.ts";
import { recipeProvenance } from "./recipe-provenance.ts";
import { saveArtifact } from "./save-artifact.ts";

/** Trains a weather forecast, one model for each station. */
export async function trainForecasts(
  context: CommandContext,
  loaded: LoadedRecipe,
  options: WeatherValues & TrainValues,
): Promise<CommandResult> {
  assertNoCustomMetrics(loaded);
  const work = await weatherWork(context, loaded, options);
  const provenance = await recipeProvenance(context.services, loaded, {
    ...options,
    changed: options.set.length > 0,
  });
  const executions = await executeWeather(context, options, work, trainForecastWorkflow, (plan) => ({
    ...planTraining(loaded, plan),
    provenance,
  }));
  const answers = [];
  for (const execution of executions) {
    const saved = await saveArtifact(context.services, options.saveDir, execution.result.model);
    const files = await writeRunReport(context.services, execution.run, execution.result.report);
    answers.push(trainAnswer(execution, saved, files));
  }
  return answerForStations(answers, work.reasons);
}
