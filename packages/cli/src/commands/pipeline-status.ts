import { defineCommand } from "../command.ts";
import { findRun } from "../runs/find-run.ts";
import { runFields, stepFields } from "../runs/run-fields.ts";
import { statusText, stepTable } from "../runs/run-text.ts";

export default defineCommand({
  name: "pipeline status",
  summary: "Show how far a run is, step by step.",
  examples: [{ line: "pipeline status latest", summary: "of the newest run" }],
  arguments: [{ name: "RUN", summary: "a run id, or latest", required: true }],
  options: {},
  async run({ services }, { arguments: { run: reference = "" } }) {
    const journal = await services.journal();
    const run = await findRun(journal, reference);
    const steps = await journal.steps(run.runId);
    const resumable = run.status !== "succeeded" && run.status !== "running";
    return {
      outcome: { status: "ok", reasons: [] },
      document: { runId: run.runId, run: runFields(run), resumable, steps: steps.map(stepFields) },
      human: (style) =>
        [
          `${run.runId}  ${run.kind}  ${statusText(run.status, style)}`,
          stepTable(steps, style),
          ...(resumable ? [`Resume it: mlops pipeline resume ${run.runId}`] : []),
        ].join("\n\n"),
    };
  },
});
