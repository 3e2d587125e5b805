import { defineCommand } from "../command.ts";
import { path, text } from "../options/option.ts";

export default defineCommand({
  name: "synthesizer report",
  summary: "Say how like a real table a synthetic one is, how private, and how useful for learning.",
  description:
    "Structure, validity, shapes of columns, trends of pairs (as SDMetrics measures them), missing values, distances to " +
    "real rows, and, with a target, what a model loses that learns from synthetic rows. With --holdout, rows that the " +
    "synthesizer never saw, privacy is judged against these.",
  examples: [
    {
      line: "synthesizer report --real customers.csv --synthetic data/raw/synthetic_data.csv",
      summary: "compare two files",
    },
    {
      line: "synthesizer report --real train.csv --synthetic synthetic.csv --holdout test.csv --target status --page quality.html",
      summary: "with privacy and usefulness, and as a page",
    },
  ],
  options: {
    real: path("The real rows: CSV, Parquet or JSON."),
    synthetic: path("The synthetic rows."),
    holdout: path("Real rows that the synthesizer never saw."),
    metadata: path("What the columns are, in YAML."),
    target: text("The column that a model learns to predict.", { placeholder: "COLUMN" }),
    page: path("Where the HTML page is written; data/quality.html in the project by default."),
  },
  async run(context, { options }) {
    const { reportQuality } = await import("../synthesis/report-quality.ts");
    return reportQuality(context, options);
  },
});
