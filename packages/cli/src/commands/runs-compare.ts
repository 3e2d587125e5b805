import { MlopsError, outcomeOf } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { findRun } from "../runs/find-run.ts";

export default defineCommand({
  name: "runs compare",
  summary: "Compare runs: metrics side by side, and what they were told differently.",
  description:
    "The best value of each metric is marked by the metric's own direction. Runs of different kinds, or judged by other rows, are compared with a reason that says so.",
  examples: [
    { line: "runs compare latest r20131005120000abc123", summary: "the newest and an earlier one" },
    { line: "runs compare r20131005120000abc123 r20131006120000def456 --json", summary: "for a program" },
  ],
  arguments: [{ name: "RUN", summary: "two or more: a run id, or latest", required: true, repeats: true }],
  options: {},
  async run({ services }, { positional }) {
    if (positional.length < 2) {
      throw new MlopsError(
        "ARGUMENT_MISSING",
        `mlops runs compare needs two runs or more, and got ${positional.length}.`,
        { hint: "`mlops runs list` lists the runs.", details: { given: [...positional] } },
      );
    }
    const [journal, { compareRuns, runComparisonDocument, runComparisonReasons, runComparisonText }] =
      await Promise.all([services.journal(), import("../runs/compare-runs.ts")]);
    const comparison = compareRuns(await Promise.all(positional.map((reference) => findRun(journal, reference))));
    return {
      outcome: outcomeOf(runComparisonReasons(comparison)),
      document: runComparisonDocument(comparison),
      human: (style) => runComparisonText(comparison, style),
    };
  },
});
