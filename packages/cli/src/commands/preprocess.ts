import { join, resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { choice, list, path, text } from "../options/option.ts";

export default defineCommand({
  name: "preprocess",
  summary: "Raw rows as a model sees them: processed rows and their metadata.",
  description:
    "Fits the recipe's steps on the training part of its split and writes the rows of every part, each with its part; the target and other columns that are no features come along. With --model, a registered model's steps prepare the rows, a batch at a time.",
  examples: [
    { line: "preprocess --recipe-file recipes/german-credit.yaml", summary: "into data/processed" },
    {
      line: "preprocess --recipe-file recipes/german-credit.yaml --format parquet --output-dir out",
      summary: "as Parquet",
    },
    {
      line: "preprocess --recipe-file recipes/german-credit.yaml --model german-credit-risk --data-path new.csv",
      summary: "new rows by the steps of a model",
    },
  ],
  options: {
    recipeFile: path("The recipe.", { placeholder: "FILE" }),
    set: list("Override one value of the recipe; may be repeated.", { placeholder: "PATH=VALUE" }),
    dataPath: path("Rows to prepare, instead of the recipe's.", { placeholder: "FILE" }),
    model: text("A registered model whose fitted steps prepare the rows.", { placeholder: "URI" }),
    outputDir: path("Folder of the two files.", { placeholder: "DIR", defaultText: "data/processed" }),
    filename: text("Name of the rows' file, without ending.", {
      placeholder: "NAME",
      defaultText: "the recipe's name",
    }),
    format: choice("Of the rows' file.", ["csv", "parquet"]),
  },
  async run(context, { options }) {
    const [{ settingOf }, { loadCommandRecipe }, { preprocess }] = await Promise.all([
      import("@mlops/pipelines"),
      import("../train/load-recipe.ts"),
      import("../train/preprocess.ts"),
    ]);
    if (options.recipeFile === undefined) {
      throw new MlopsError("ARGUMENT_MISSING", "mlops preprocess needs --recipe-file FILE.");
    }
    const loaded = await loadCommandRecipe(context, options.recipeFile, options.set.map(settingOf));
    const { projectRoot } = await context.services.configuration();
    return preprocess(context, loaded, {
      folder: options.outputDir === undefined ? join(projectRoot, "data", "processed") : resolve(options.outputDir),
      format: options.format ?? "csv",
      filename: options.filename,
      model: options.model,
      dataPath: options.dataPath === undefined ? undefined : resolve(options.dataPath),
    });
  },
});
