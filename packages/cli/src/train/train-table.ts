import { resolve } from "node:path";

import type { Configuration } from "@mlops/config";
import { outcomeOf } from "@mlops/core";
import {
  checkTableRecipe,
  findInitialModel,
  planCustomEstimators,
  planCustomMetrics,
  planCustomSteps,
  planTable,
  taskOf,
  trainTableWorkflow,
} from "@mlops/pipelines";

import type { CommandContext, CommandResult } from "../command.ts";
import type { TrainValues } from "../options/train-options.ts";
import type { WeatherValues } from "../options/weather-options.ts";
import { shownPath } from "../render/shown-path.ts";
import { writeRunReport } from "../report/report-files.ts";
import { executeRun } from "../runs/execute-run.ts";
import { runScratch } from "../runs/run-scratch.ts";
import { missingTrackers } from "../tracking/tracking-plan.ts";
import type { TrainingRecipe } from "./load-recipe.ts";
import { recipeProvenance } from "./recipe-provenance.ts";
import { saveArtifact } from "./save-artifact.ts";
import { tableDocument, tableText } from "./table-answer.ts";
import { tableConfig } from "./table-config.ts";

/** `--save-dir`, else the folder that the documented variable names. */
function savePath({ saveDir }: TrainValues, { variables }: Configuration): string | undefined {
  const variable = variables["MODEL_SAVE_PATH"] ?? "";
  return saveDir ?? (variable === "" ? undefined : variable);
}

/** Trains a model on a table; `warnings` say what was taken for what the recipe leaves open. */
export async function trainTable(
  context: CommandContext,
  { loaded, changed, warnings }: TrainingRecipe & { readonly warnings: readonly string[] },
  options: WeatherValues & TrainValues,
): Promise<CommandResult> {
  const { services, globals } = context;
  const configuration = await services.configuration();
  const flags = { warnings, ...(options.dataPath !== undefined && { dataPath: resolve(options.dataPath) }) };
  await checkTableRecipe(loaded);
  const { projectRoot } = configuration;
  const customMetrics = await planCustomMetrics(loaded, projectRoot, taskOf(loaded));
  const customSteps = await planCustomSteps(loaded, projectRoot);
  const customEstimators = await planCustomEstimators(loaded, projectRoot);
  const planned = planTable(loaded, flags, projectRoot, { customMetrics, customSteps, customEstimators });
  const store = await services.store();
  const query = planned.source.kind === "query" ? planned.source.sql : undefined;
  const provenance = await recipeProvenance(services, loaded, { ...options, changed }, query);
  const { initialModel } = loaded.recipe.model;
  const clock = services.clock(options.at);
  const initial =
    initialModel === undefined ? undefined : await findInitialModel(store, clock, initialModel, projectRoot);
  const plan = { ...planned, provenance, ...(initial && { initial }) };
  const workflow = trainTableWorkflow({
    store,
    clock,
    scratch: runScratch(configuration.home),
  });
  const execution = await executeRun(context, {
    workflow,
    input: plan,
    seed: globals.seed ?? loaded.recipe.evaluation.randomState,
    at: options.at,
    recipeDigest: plan.recipeDigest,
    labels: { recipe: plan.recipe },
    tracked: { recipe: loaded.recipe, timeZone: "UTC", tags: [plan.task], config: tableConfig(plan) },
  });
  const saved = await saveArtifact(services, savePath(options, configuration), execution.result.model);
  const files = await writeRunReport(services, execution.run, execution.result.report);
  const reasons = [
    ...execution.result.reasons,
    ...(execution.tracking?.reasons ?? []),
    ...missingTrackers(configuration),
  ];
  return {
    outcome: outcomeOf(reasons),
    document: { ...tableDocument(execution), reportFiles: files, ...(saved !== undefined && { saved }) },
    human: (style) => tableText(execution, reasons, shownPath(files.html), style),
  };
}
