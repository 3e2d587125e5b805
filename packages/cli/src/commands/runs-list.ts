import type { RunQuery } from "@mlops/store";

import { defineCommand } from "../command.ts";
import { choice, flag, instant, integer, list, text, value } from "../options/option.ts";
import { renderTable } from "../render/table.ts";
import { readCondition, readOrder } from "../runs/read-condition.ts";
import { runFields } from "../runs/run-fields.ts";
import { durationText, instantText, metricsText, statusText } from "../runs/run-text.ts";

const statuses = ["running", "succeeded", "failed", "interrupted", "cancelled"] as const;

export default defineCommand({
  name: "runs list",
  summary: "List runs, newest first.",
  description:
    "A condition compares a metric with a number by <, <=, >, >=, = or !=; runs that lack the metric do not meet it. The first question about a metric makes an index in the store: among 100,000 runs that takes a second.",
  examples: [
    { line: "runs list", summary: "the last 20" },
    { line: "runs list --kind realtime --status failed", summary: "what went wrong" },
    { line: 'runs list --where "roc_auc >= 0.8" --where "brier_score < 0.2"', summary: "both hold" },
    { line: "runs list --kind train --sort mae --limit 5 --trends", summary: "the best five, and how they moved" },
    { line: "runs list --limit 1000 --json", summary: "for a program" },
  ],
  options: {
    kind: text("Only runs of this kind: realtime, train, collect.", { placeholder: "KIND" }),
    status: choice("Only runs in this state.", statuses, { placeholder: "STATUS" }),
    recipe: text("Only runs of the recipe of this name.", { placeholder: "NAME" }),
    station: text("Only runs of this station.", { placeholder: "ID" }),
    where: list("Only runs with such a metric: `roc_auc >= 0.8`. May be repeated; all must hold.", {
      placeholder: "CONDITION",
    }),
    since: instant("Only runs that were started then or later."),
    until: instant("Only runs that were started before."),
    sort: value(
      "By a metric, its best first, or by started; :asc or :desc says otherwise.",
      { placeholder: "METRIC[:ORDER]", defaultText: "started:desc" },
      readOrder,
    ),
    limit: integer("At most so many.", { min: 1, max: 1_000_000, defaultText: "20" }),
    trends: flag("Also how each metric moved over these runs."),
    children: flag("Also runs that belong to another run."),
  },
  async run({ services }, { options }) {
    const { kind, status, recipe, station, since, until, sort, limit, trends: wantsTrends } = options;
    const metrics = options.where.map((condition) => readCondition(condition, "--where"));
    const byMetrics = metrics.length > 0 || sort !== undefined;
    // Metrics' directions and names are not needed, and not loaded, for a plain list.
    const selection = byMetrics ? await import("../runs/selected-runs.ts") : undefined;
    const query: RunQuery = {
      ...(kind !== undefined && { kind }),
      ...(status !== undefined && { status }),
      ...(limit !== undefined && { limit }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(sort !== undefined && selection && { sort: selection.runOrder(sort) }),
      labels: { ...(recipe !== undefined && { recipe }), ...(station !== undefined && { station }) },
      metrics,
      includeChildren: options.children,
    };
    const journal = await services.journal();
    const runs = await (selection ? selection.selectedRuns(journal, query) : journal.list(query));
    const { metricTrends, trendTable } = await import("../runs/run-trends.ts");
    const trends = wantsTrends ? metricTrends(runs) : [];
    return {
      outcome: { status: "ok", reasons: [] },
      document: { runs: runs.map(runFields), ...(wantsTrends && { trends }) },
      human: (style) => {
        if (runs.length === 0) return "No runs.";
        const rows = runs.map((run) => [
          run.runId,
          run.kind,
          statusText(run.status, style),
          instantText(run.startedAt),
          durationText(run.finishedAt === undefined ? undefined : run.finishedAt - run.startedAt),
          metricsText(run.metrics),
        ]);
        const table = renderTable(["RUN", "KIND", "STATUS", "STARTED", "TOOK", "METRICS"], rows, style);
        return trends.length === 0 ? table : `${table}\n\n${trendTable(trends, style)}`;
      },
    };
  },
});
