import { resolve } from "node:path";

import { outcomeOf } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { path } from "../options/option.ts";
import { shownPath } from "../render/shown-path.ts";
import { renderFields } from "../render/table.ts";

export default defineCommand({
  name: "report",
  summary: "Write a training run's report: HTML, JSON, model card, and what the run was made from.",
  description:
    "All are drawn from what the run stored, so that they hold the same numbers. The HTML file needs no network, no script and no other file.",
  examples: [
    { line: "report latest-model", summary: "the newest training that succeeded" },
    { line: "report german-credit-risk/2 --output build/report", summary: "of the run that made version 2" },
    { line: "report r20131005120000abc123 --json", summary: "the numbers, for a program" },
  ],
  arguments: [
    {
      name: "RUN",
      summary: "a run id, latest, latest-model, or a model: NAME, NAME/3, models:/NAME@ALIAS",
      required: true,
    },
  ],
  options: {
    output: path("Folder that receives the files.", {
      placeholder: "DIR",
      defaultText: "reports/RUN in the state folder",
    }),
  },
  async run({ services }, { arguments: { run: given = "" }, options: { output } }) {
    const [{ reportedRun }, { usualFolder, writeReport }] = await Promise.all([
      import("../report/reported-run.ts"),
      import("../report/report-files.ts"),
    ]);
    const { run, reference } = await reportedRun(services, given);
    const folder = output === undefined ? await usualFolder(services, run.runId) : resolve(output);
    const { files, data } = await writeReport(await services.store(), { run, reference, folder });
    return {
      outcome: outcomeOf(run.reasons ?? []),
      document: { runId: run.runId, files, report: data.report },
      human: (style) =>
        renderFields(
          [
            ["run", run.runId],
            ["report", style.bold(shownPath(files.html))],
            ["numbers", shownPath(files.json)],
            ["model card", shownPath(files.card)],
            ["made from", files.snapshots.map(shownPath).join("\n") || null],
          ],
          style,
        ),
    };
  },
});
