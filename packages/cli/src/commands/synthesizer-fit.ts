import { defineCommand } from "../command.ts";
import { path } from "../options/option.ts";

export default defineCommand({
  name: "synthesizer fit",
  summary: "Learn a distribution model of a table, for synthetic rows like its own.",
  description:
    "Types, distributions, roundings, the joint absence of cells and the correlations of all columns are learnt from the " +
    "data; metadata in YAML correct what is detected, and add constraints. The model is JSON and holds no row of the data; " +
    "it does hold categories, and the least and largest numbers.",
  examples: [
    {
      line: "synthesizer fit --data customers.csv",
      summary: "to models/distribution_model.json, where generate finds it",
    },
    {
      line: "synthesizer fit --data customers.csv --metadata customers.yaml",
      summary: "with metadata and constraints",
    },
  ],
  options: {
    data: path("Rows to learn from: CSV, Parquet or JSON."),
    metadata: path("What the columns are, and constraints, in YAML."),
    output: path("The model; models/distribution_model.json in the project by default."),
  },
  async run(context, { options }) {
    const { fitSynthesizer } = await import("../synthesis/fit-synthesizer.ts");
    return fitSynthesizer(context, options);
  },
});
