import { resolve } from "node:path";

import type { Problem } from "@mlops/config";

import { defineCommand } from "../command.ts";
import { path } from "../options/option.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";

export default defineCommand({
  name: "validate",
  summary: "Judge a recipe without running it; show the columns that its model takes.",
  examples: [
    { line: "validate --recipe-file recipes/commute-weather.yaml", summary: "schema, references, configuration" },
    {
      line: "validate --recipe-file recipes/german-credit.yaml",
      summary: "also hyper-parameters, and columns of the data",
    },
  ],
  options: {
    recipeFile: path("The recipe.", { defaultText: "the project's commute-weather recipe" }),
    dataPath: path("Data to hold the recipe's columns against, in place of the recipe's."),
  },
  async run({ services, signal }, { options: { recipeFile, dataPath } }) {
    const configuration = await services.configuration();
    const { loadRecipe, shippedWeatherRecipe, validateRecipe } = await import("@mlops/pipelines");
    const { featureSetInputs } = await import("../listing/feature-set-inputs.ts");
    const { projectRoot, value: config } = configuration;
    const { existsSync } = await import("node:fs");
    const usual = resolve(projectRoot, "recipes/commute-weather.yaml");
    const recipePath =
      recipeFile === undefined ? (existsSync(usual) ? usual : shippedWeatherRecipe) : resolve(recipeFile);
    const file = await loadRecipe(recipePath, { projectRoot, signal });
    const { problems, notTrainable, inputs, loads } = await validateRecipe(file, {
      projectRoot,
      config,
      ...(dataPath !== undefined && { dataPath: resolve(dataPath) }),
      featureSet: featureSetInputs,
    });
    const invalid = problems.length > 0;
    const reasons = notTrainable.length > 0 ? ["not-trainable"] : [];
    return {
      outcome: invalid
        ? { status: "failed", reasons: ["recipe-invalid"] }
        : { status: reasons.length > 0 ? "degraded" : "ok", reasons },
      document: { file: recipePath, problems, notTrainable, inputs, loads },
      human: (style) =>
        [
          problems.length === 0 ? style.green(`${recipePath} is valid.`) : problemTable(problems, style),
          ...(notTrainable.length === 0
            ? []
            : [`${style.yellow("This version cannot train it:")}\n${problemTable(notTrainable, style)}`]),
          ...(loads.length === 0
            ? []
            : [
                `Training runs this code:\n${renderTable(
                  ["NAMED", "FILE"],
                  loads.map(({ reference, file: code }) => [reference, code]),
                  style,
                )}`,
              ]),
          ...(inputs.length === 0
            ? []
            : [
                renderTable(
                  ["INPUT", "TYPE", "UNIT", "WHAT"],
                  inputs.map(({ name, type, unit, description }) => [name, type, unit, description]),
                  style,
                ),
              ]),
        ].join("\n\n"),
      ...(invalid && { exit: "invalid" as const }),
    };
  },
});

function problemTable(problems: readonly Problem[], style: Style): string {
  const rows = problems.map(({ file, line, column, message, hint }) => [
    line === 0 ? file : `${file}:${line}:${column}`,
    hint === "" ? message : `${message} ${hint}`,
  ]);
  return renderTable(["WHERE", "WHAT"], rows, style);
}
