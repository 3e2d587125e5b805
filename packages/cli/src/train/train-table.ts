import { resolve } from "node:path";

import { outcomeOf } from "@mlops/core";
import {
  checkTableRecipe,
  type LoadedRecipe,
  planCustomMetrics,
  planTable,
  taskOf,
  trainTableWorkflow,
} from "@mlops/pipelines";

import type { CommandContext, CommandResult } from "../command.ts";
import type { TrainValues } from "../options/train-options.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { writeRunReport } from "../report/report-files.ts";
import { executeRun } from "../runs/execute-run.ts";
import { trackingReasons } from "../weather/tracking-reasons.ts";
import { recipeProvenance } from "./recipe-provenance.ts";
import { saveArtifact } from "./save-artifact.ts";
import { tableDocument, tableText } from "./table-answer.ts";

/** Trains a model on a table; `warnings` say what was taken for what the recipe leaves open. */
export async function trainTable(
  context: CommandContext,
  loaded: LoadedRecipe,
  options: WeatherValues & TrainValues,
  warnings: readonly string[],
): Promise<CommandResult> {
  const { services, globals } = context;
  const configuration = await services.configuration();
  const flags = { warnings, ...(options.dataPath !== undefined && { dataPath: resolve(options.dataPath) }) };
  await checkTableRecipe(loaded);
  const { projectRoot } = configuration;
  const customMetrics = await planCustomMetrics(loaded, projectRoot, taskOf(loaded));
  const planned = planTable(loaded, flags, projectRoot, { customMetrics });
  const store = await services.store();
  const query = planned.source.kind === "query" ? planned.source.sql : undefined;
  const plan = { ...planned, provenance: await recipeProvenance(services, loaded, options, query) };
  const workflow = trainTableWorkflow({ store, clock: services.clock(options.at) });
  const execution = await executeRun(context, {
    workflow,
    input: plan,
    seed: globals.seed ?? loaded.recipe.evaluation.randomState,
    at: options.at,
    recipeDigest: plan.recipeDigest,
    labels: { recipe: plan.recipe },
  });
  const saved = await saveArtifact(services, options.saveDir, execution.result.model);
  const files = await writeRunReport(services, execution.run, execution.result.report);
  const reasons = [...execution.result.reasons, ...trackingReasons(configuration)];
  return {
    outcome: outcomeOf(reasons),
    document: { ...tableDocument(execution), reportFiles: files, ...(saved !== undefined && { saved }) },
    human: (style) => tableText(execution, reasons, files.html, style),
  };
}
