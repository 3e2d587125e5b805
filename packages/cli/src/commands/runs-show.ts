import type { JsonValue } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { renderFields } from "../render/table.ts";
import { findRun } from "../runs/find-run.ts";
import { runFields, stepFields } from "../runs/run-fields.ts";
import { durationText, instantText, metricsText, statusText, stepTable } from "../runs/run-text.ts";

export default defineCommand({
  name: "runs show",
  summary: "Show one run: its input, steps, metrics and result.",
  examples: [
    { line: "runs show latest", summary: "the newest" },
    { line: "runs show r20131005120000abc123 --json", summary: "everything that is stored of it" },
  ],
  arguments: [{ name: "RUN", summary: "a run id, or latest", required: true }],
  options: {},
  async run({ services }, { arguments: { run: reference = "" } }) {
    const journal = await services.journal();
    const run = await findRun(journal, reference);
    const steps = await journal.steps(run.runId);
    const { workflow, workflowVersion, seed, input, result, error, recipeDigest } = run;
    return {
      outcome: { status: "ok", reasons: [] },
      document: {
        run: {
          ...runFields(run),
          workflow,
          workflowVersion,
          seed,
          recipeDigest: recipeDigest ?? null,
          input,
          result: result ?? null,
          error: error ?? null,
        },
        steps: steps.map(stepFields),
      },
      human: (style) =>
        [
          renderFields(
            [
              ["run", run.runId],
              ["kind", run.kind],
              ["status", statusText(run.status, style)],
              ["at", instantText(run.at)],
              ["started", instantText(run.startedAt)],
              ["took", durationText(run.finishedAt === undefined ? undefined : run.finishedAt - run.startedAt)],
              ["seed", seed],
              ["metrics", metricsText(run.metrics)],
              ["reasons", (run.reasons ?? []).join(", ") || "–"],
              ...Object.entries(run.labels ?? {}).map(([name, value]) => [name, value] as const),
              ["input", inputText(input)],
              ...(error ? [["error", `${error.code}: ${error.message}`] as const] : []),
            ],
            style,
          ),
          stepTable(steps, style),
        ].join("\n\n"),
    };
  },
});

/** What is said in a word or number, by name; what is nested is only named. */
function inputText(input: JsonValue): string {
  if (input === null || typeof input !== "object" || Array.isArray(input)) return JSON.stringify(input);
  const words = Object.entries(input).map(([name, value]) =>
    value !== null && typeof value === "object" ? `${name} (see --json)` : `${name} ${value}`,
  );
  return words.join(", ") || "–";
}
