import { resolve } from "node:path";

import { defineCommand } from "../command.ts";
import { trackingOptions } from "../options/tracking-options.ts";
import { trainOptions } from "../options/train-options.ts";
import { weatherOptions } from "../options/weather-options.ts";

export default defineCommand({
  name: "train",
  summary: "Load, split, fit, judge, register.",
  description:
    "Trains the model that the recipe describes, judges it and its baselines on rows that it did not learn from, registers it as one ONNX file and moves the alias where it earned it.",
  examples: [
    {
      line: "train --recipe-file recipes/commute-weather.yaml --source file --source-file weather.csv --station JFK",
      summary: "on all the hours of a file",
    },
    { line: "train --recipe-file recipes/credit-default.yaml", summary: "a classifier on the rows of a file" },
    { line: "train --set forecast.horizon_hours=3", summary: "with one value of the recipe changed" },
  ],
  options: { ...weatherOptions, ...trainOptions, ...trackingOptions },
  async run(context, { options }) {
    const [{ completeRecipe }, { assertTrainable }, { loadTrainingRecipe }] = await Promise.all([
      import("@mlops/pipelines"),
      import("../train/assert-trainable.ts"),
      import("../train/load-recipe.ts"),
    ]);
    const { projectRoot } = await context.services.configuration();
    const { loaded: written, changed } = await loadTrainingRecipe(context, options);
    const { loaded, warnings } = await completeRecipe(written, {
      projectRoot,
      ...(options.dataPath !== undefined && { dataPath: resolve(options.dataPath) }),
    });
    assertTrainable(loaded, options);
    if (loaded.recipe.source !== undefined) {
      const { trainForecasts } = await import("../train/train-forecasts.ts");
      return trainForecasts(context, loaded, options);
    }
    const { trainTable } = await import("../train/train-table.ts");
    return trainTable(context, { loaded, changed, warnings }, options);
  },
});
