import { readYaml } from "@mlops/config";
import { MlopsError } from "@mlops/core";
import { isEstimatorName, resolvedParameters, resolveEstimator } from "@mlops/models";
import type { LoadedRecipe, RecipeSetting } from "@mlops/pipelines";

import { flagOf } from "../options/option.ts";
import type { TrainValues } from "../options/train-options.ts";

/** Hyper-parameters that a documented variable sets, by variable; the recipe's value loses. */
const variableParameters: Readonly<Record<string, string>> = {
  D_MODEL: "d_model",
  NHEAD: "nhead",
  NUM_LAYERS: "num_layers",
  DIM_FEEDFORWARD: "dim_feedforward",
  DROPOUT_RATE: "dropout_rate",
  LEARNING_RATE: "learning_rate",
  EPOCHS: "epochs",
  PRETRAIN_EPOCHS: "pretrain_epochs",
  TEMPERATURE: "temperature",
};

/** The rows of a step: here the recipe's value wins, then the first of these that is set. */
const batchVariables = ["MLOPS_TRAINING_BATCH_SIZE", "BATCH_SIZE"] as const;

/** Of system B: what `--pretrain` means where neither recipe nor variable says how long. */
const USUAL_PRETRAIN_EPOCHS = 10;

type Variables = Readonly<Record<string, string | undefined>>;

export interface TrainingSettings {
  /** Below `--set`. */
  readonly variables: readonly RecipeSetting[];
  /** Above it. */
  readonly flags: readonly RecipeSetting[];
}

/**
 * What flags and documented variables say of an estimator that learns by passes over the rows, as values of the recipe.
 * Variables say nothing to other estimators.
 *
 * @throws MlopsError INVALID_ARGUMENT for a flag that the recipe's estimator has no use for
 */
export async function trainingSettings(
  loaded: LoadedRecipe,
  options: TrainValues,
  variables: Variables,
): Promise<TrainingSettings> {
  const parameters = await parametersOf(loaded);
  const flags = flagSettings(loaded, options, parameters, variables);
  if (!parameters.has("epochs")) return { variables: [], flags };
  return { variables: variableSettings(loaded, parameters, variables), flags };
}

async function parametersOf({ recipe }: LoadedRecipe): Promise<ReadonlySet<string>> {
  const { classPath } = recipe.model;
  // What is no estimator here is told by the recipe's own checks; a project's code is not loaded in this process.
  if (recipe.source !== undefined || classPath === undefined || !isEstimatorName(classPath)) return new Set();
  return new Set(resolvedParameters(await resolveEstimator(classPath)).map(({ name }) => name));
}

function variableSettings(
  loaded: LoadedRecipe,
  parameters: ReadonlySet<string>,
  variables: Variables,
): RecipeSetting[] {
  const given = Object.entries(variableParameters).flatMap(([variable, parameter]) => {
    const text = variables[variable] ?? "";
    return text === "" || !parameters.has(parameter) ? [] : [textSetting(loaded, parameter, text, variable)];
  });
  const batch = batchVariables.find((name) => (variables[name] ?? "") !== "");
  if (batch === undefined || !parameters.has("batch_size") || loaded.recipe.model.values["batch_size"] !== undefined) {
    return given;
  }
  return [...given, textSetting(loaded, "batch_size", variables[batch] ?? "", batch)];
}

function flagSettings(
  loaded: LoadedRecipe,
  options: TrainValues,
  parameters: ReadonlySet<string>,
  variables: Variables,
): RecipeSetting[] {
  const rates = ["learning_rate", "learning_rate_init"];
  const flags = [
    ["epochs", options.epochs, parameterOf(parameters, ["epochs"])],
    ["batchSize", options.batchSize, parameterOf(parameters, ["batch_size"])],
    ["lr", options.lr, parameterOf(parameters, rates)],
  ] as const;
  const settings: RecipeSetting[] = flags.flatMap(([flag, value, parameter]) => {
    if (value === undefined) return [];
    if (parameter === undefined) throw unused(loaded, flag);
    return [{ keyPath: keyPath(loaded, parameter), value, where: flagOf(flag) }];
  });
  const { initialModel } = options;
  if (initialModel !== undefined) {
    settings.push({ keyPath: "model.initial_model", value: initialModel, where: flagOf("initialModel") });
  }
  return [...settings, ...phaseSettings(loaded, options, parameters, variables)];
}

/** `--pretrain --train`: both phases; `--train` alone: without pre-training, whatever the recipe says. */
function phaseSettings(
  loaded: LoadedRecipe,
  { pretrain, train }: TrainValues,
  parameters: ReadonlySet<string>,
  variables: Variables,
): RecipeSetting[] {
  if (!pretrain && !train) return [];
  if (!parameters.has("pretrain_epochs")) {
    if (pretrain) throw unused(loaded, "pretrain");
    return [];
  }
  const path = keyPath(loaded, "pretrain_epochs");
  if (!pretrain) return [{ keyPath: path, value: 0, where: flagOf("train") }];
  if (!train) {
    throw new MlopsError("INVALID_ARGUMENT", "--pretrain alone makes nothing that predicts.", {
      hint: "Add --train: the encoder is pre-trained, then the model is trained from it.",
      details: { option: "--pretrain" },
    });
  }
  const inRecipe = loaded.recipe.model.values["pretrain_epochs"];
  if ((variables["PRETRAIN_EPOCHS"] ?? "") !== "" || (typeof inRecipe === "number" && inRecipe > 0)) return [];
  return [{ keyPath: path, value: USUAL_PRETRAIN_EPOCHS, where: flagOf("pretrain") }];
}

function parameterOf(parameters: ReadonlySet<string>, names: readonly string[]): string | undefined {
  return names.find((name) => parameters.has(name));
}

/** YAML, so that the recipe's schema judges it as if it stood there. */
function textSetting(loaded: LoadedRecipe, parameter: string, text: string, variable: string): RecipeSetting {
  const { value } = readYaml(text, variable);
  return { keyPath: keyPath(loaded, parameter), value, where: `the variable ${variable}` };
}

function keyPath({ layout }: LoadedRecipe, parameter: string): string {
  return layout === "v1" ? `model.hyperparameters.${parameter}` : `model.hyperparameters.values.${parameter}`;
}

function unused({ recipe }: LoadedRecipe, flag: "epochs" | "batchSize" | "lr" | "pretrain"): MlopsError {
  const reasons = {
    epochs: "does not learn by passes over the data",
    batchSize: "does not learn by passes over the data",
    lr: "has no learning rate",
    pretrain: "has no pre-training",
  };
  const reason = `${recipe.model.classPath ?? ""} ${reasons[flag]}`;
  return new MlopsError("INVALID_ARGUMENT", `${flagOf(flag)} has no meaning here: ${reason}.`, {
    hint: `Leave ${flagOf(flag)} out.`,
    details: { option: flagOf(flag) },
  });
}
