import { resolve } from "node:path";

import { outcomeOf } from "@mlops/core";
import { checkTableRecipe, type LoadedRecipe, planTable, trainTableWorkflow } from "@mlops/pipelines";

import type { CommandContext, CommandResult } from "../command.ts";
import type { TrainValues } from "../options/train-options.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { executeRun } from "../runs/execute-run.ts";
import { trackingReasons } from "../weather/tracking-reasons.ts";
import { saveArtifact } from "./save-artifact.ts";
import { tableDocument, tableText } from "./table-answer.ts";

/** Trains a model on a table. */
export async function trainTable(
  context: CommandContext,
  loaded: LoadedRecipe,
  options: WeatherValues & TrainValues,
): Promise<CommandResult> {
  const { services, globals } = context;
  const configuration = await services.configuration();
  const flags = options.dataPath === undefined ? {} : { dataPath: resolve(options.dataPath) };
  await checkTableRecipe(loaded);
  const plan = planTable(loaded, flags, configuration.projectRoot);
  const workflow = trainTableWorkflow({ store: await services.store(), clock: services.clock(options.at) });
  const execution = await executeRun(context, {
    workflow,
    input: plan,
    seed: globals.seed ?? loaded.recipe.evaluation.randomState,
    at: options.at,
    recipeDigest: plan.recipeDigest,
    labels: { recipe: plan.recipe },
  });
  const saved = await saveArtifact(services, options.saveDir, execution.result.model);
  const reasons = [...execution.result.reasons, ...trackingReasons(configuration)];
  return {
    outcome: outcomeOf(reasons),
    document: { ...tableDocument(execution), ...(saved !== undefined && { saved }) },
    human: (style) => tableText(execution, reasons, style),
  };
}
