import { defineCommand } from "../command.ts";
import { generateOptions } from "../options/generate-options.ts";

export default defineCommand({
  name: "generate",
  summary: "Make synthetic rows: to a file and the store.",
  description:
    "Draws rows from the distribution model that `mlops synthesizer fit` wrote; where there is none, from the built-in " +
    "fallback, and says so. The same seed always gives the same bytes. Beside the file, FILE.origin.json says that the " +
    "rows are synthetic and what made them.",
  examples: [
    { line: "generate --num-rows 10000", summary: "to data/raw/synthetic_data.csv" },
    { line: "generate --num-rows 1000000 --seed 7 --filename day.parquet", summary: "a million rows as Parquet" },
    { line: "generate --condition status=default --num-rows 500", summary: "only rows with a value" },
  ],
  options: generateOptions,
  async run(context, { options }) {
    const { generate } = await import("../synthesis/generate.ts");
    return generate(context, options);
  },
});
