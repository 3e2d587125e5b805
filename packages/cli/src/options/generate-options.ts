import { decimal, flag, integer, list, type OptionValues, path, text, triState } from "./option.ts";

/** Options of `generate`. */
export const generateOptions = {
  numRows: integer("Rows to make.", { min: 1, defaultText: "10000" }),
  outputDir: path("Folder of the file; data/raw in the project by default.", { placeholder: "DIR" }),
  filename: text("Name of the file; its ending says the format (.csv, .parquet, .ndjson).", {
    placeholder: "NAME",
    defaultText: "synthetic_data.csv",
  }),
  model: path("The fitted distribution model; models/distribution_model.json in the project by default."),
  synthesizer: text("A synthesizer by name, instead of a model.", { placeholder: "NAME" }),
  scenario: text("A scenario of the synthesizer: `drift` of corporate-loan.", { placeholder: "NAME" }),
  condition: list("Only rows with this value; may be repeated.", { placeholder: "COLUMN=VALUE" }),
  defaultRate: decimal("Share of rows whose target is positive.", { min: 0, max: 1, placeholder: "R" }),
  target: triState("Whether the target column is among the columns; it is by default."),
  encoded: flag("Integers for texts, numbered in their order."),
  workers: integer("Threads that draw; the rows are the same for any number.", { min: 1, max: 64, defaultText: "1" }),
  store: triState("Whether the file is also kept in the store's raw_data; it is by default."),
} as const;

export type GenerateValues = OptionValues<typeof generateOptions>;
