import { choice, decimal, flag, integer, list, type OptionValues, path, text, triState } from "./option.ts";

/** Options of `train`, beside those of weather and tracking. */
export const trainOptions = {
  contextParams: text("Values for the recipe's templates: a JSON object, or @FILE.", { placeholder: "JSON|@FILE" }),
  set: list("Override one value of the recipe; may be repeated.", { placeholder: "PATH=VALUE" }),
  pretrain: flag("Only, or also, the pre-training phase."),
  train: flag("Only, or also, the supervised phase."),
  epochs: integer("Passes over the training rows.", { min: 1, environment: "EPOCHS" }),
  batchSize: integer("Rows of one step.", { min: 1, environment: "BATCH_SIZE" }),
  lr: decimal("Learning rate.", { min: Number.MIN_VALUE, aliases: ["learning-rate"] }),
  initialModel: text("Registered model to go on from, by its estimator's fine-tuning.", { placeholder: "MODEL" }),
  dataPath: path("Rows to train on, instead of the recipe's.", { placeholder: "FILE" }),
  saveDir: path("Folder that also receives the artifact.", { placeholder: "DIR" }),
  recordReqs: triState("Keep versions and lockfile with the run and the model.", { defaultText: "on" }),
  device: choice("Where the arithmetic runs.", ["cpu"]),
} as const;

export type TrainValues = OptionValues<typeof trainOptions>;
