import { formatInstant, MlopsError, outcomeOf } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";
import { findRun } from "../runs/find-run.ts";
import { runFields, stepFields } from "../runs/run-fields.ts";
import { statusText, stepTable } from "../runs/run-text.ts";

export default defineCommand({
  name: "pipeline resume",
  summary: "Go on with a run that was interrupted, cancelled or failed.",
  description:
    "Finished steps are not executed again. A run that failed executes its failed step and what comes after it; one that succeeded answers what it answered.",
  examples: [{ line: "pipeline resume latest", summary: "the newest run" }],
  arguments: [{ name: "RUN", summary: "a run id, or latest", required: true }],
  options: {
    acceptChangedRecipe: flag("Go on although the recipe is another one than the run was begun with."),
  },
  async run({ services, progress, signal }, { arguments: { run: reference = "" }, options }) {
    const [{ resumeRun, resultOf }, { workflowNamed }, { composeWeather }, { openRunTracking }, { runTracked }] =
      await Promise.all([
        import("@mlops/engine"),
        import("@mlops/pipelines"),
        import("../compose-weather.ts"),
        import("../tracking/run-tracking.ts"),
        import("../runs/execute-run.ts"),
      ]);
    const journal = await services.journal();
    const before = await findRun(journal, reference);
    await using ports = await composeWeather(services, before.at);
    const workflow = workflowNamed(before.workflow, ports);
    if (!workflow) {
      throw new MlopsError(
        "WORKFLOW_CHANGED",
        `Run ${before.runId} belongs to workflow ${before.workflow}, which this version of mlops does not have.`,
      );
    }
    const tracking = await openRunTracking(services, before.workflow, undefined);
    const outcome = await runTracked(tracking, () =>
      resumeRun({
        workflow,
        runId: before.runId,
        journal,
        clock: services.clock(before.at),
        events: { emit: (event) => (progress.emit(event), tracking.emit(event)) },
        acceptChangedRecipe: options.acceptChangedRecipe,
        signal,
      }),
    );
    const result = resultOf(outcome);
    const steps = await journal.steps(before.runId);
    const { run, origin } = outcome;
    return {
      outcome: outcomeOf([...(run.reasons ?? []), ...(outcome.report?.reasons ?? [])]),
      document: {
        runId: run.runId,
        origin,
        at: formatInstant(run.at),
        run: runFields(run),
        steps: steps.map(stepFields),
        result,
        ...(outcome.report && { tracking: outcome.report.trackers }),
      },
      human: (style) =>
        [
          `${run.runId}  ${run.kind}  ${statusText(run.status, style)}${origin === "replayed" ? "  it had succeeded before; nothing was executed" : ""}`,
          stepTable(steps, style),
        ].join("\n\n"),
    };
  },
});
