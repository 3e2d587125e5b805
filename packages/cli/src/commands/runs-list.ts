import { defineCommand } from "../command.ts";
import { choice, flag, integer, text } from "../options/option.ts";
import { renderTable } from "../render/table.ts";
import { runFields } from "../runs/run-fields.ts";
import { durationText, instantText, metricsText, statusText } from "../runs/run-text.ts";

const statuses = ["running", "succeeded", "failed", "interrupted", "cancelled"] as const;

export default defineCommand({
  name: "runs list",
  summary: "List runs, newest first.",
  examples: [
    { line: "runs list", summary: "the last 20" },
    { line: "runs list --kind realtime --status failed", summary: "what went wrong" },
    { line: "runs list --limit 1000 --json", summary: "for a program" },
  ],
  options: {
    kind: text("Only runs of this kind: realtime, train, collect.", { placeholder: "KIND" }),
    status: choice("Only runs in this state.", statuses, { placeholder: "STATUS" }),
    limit: integer("At most so many.", { min: 1, max: 1_000_000, defaultText: "20" }),
    children: flag("Also runs that belong to another run."),
  },
  async run({ services }, { options: { kind, status, limit, children } }) {
    const journal = await services.journal();
    const runs = await journal.list({
      ...(kind !== undefined && { kind }),
      ...(status !== undefined && { status }),
      ...(limit !== undefined && { limit }),
      includeChildren: children,
    });
    return {
      outcome: { status: "ok", reasons: [] },
      document: { runs: runs.map(runFields) },
      human: (style) =>
        runs.length === 0
          ? "No runs."
          : renderTable(
              ["RUN", "KIND", "STATUS", "STARTED", "TOOK", "METRICS"],
              runs.map((run) => [
                run.runId,
                run.kind,
                statusText(run.status, style),
                instantText(run.startedAt),
                durationText(run.finishedAt === undefined ? undefined : run.finishedAt - run.startedAt),
                metricsText(run.metrics),
              ]),
              style,
            ),
    };
  },
});
