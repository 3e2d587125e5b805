import { MlopsError, type BlobReference, type RunRecord } from "@mlops/core";
import { reportOf } from "@mlops/pipelines";
import { modelRegistry } from "@mlops/store";

import type { Services } from "../compose.ts";
import { shownModel } from "../models/shown-model.ts";
import { findRun } from "../runs/find-run.ts";

export interface ReportedRun {
  readonly run: RunRecord;
  readonly reference: BlobReference;
}

const RUN_ID = /^(r\d{14}[a-z0-9]{6}|latest)$/;

/**
 * The run that a report is asked for: by its id, `latest`, `latest-model` (the newest training that succeeded), or a model
 * that it registered.
 *
 * @throws MlopsError REPORT_NOT_FOUND, RUN_NOT_FOUND, MODEL_NOT_FOUND, MODEL_URI_INVALID
 */
export async function reportedRun(services: Services, given: string): Promise<ReportedRun> {
  const run = await runOf(services, given);
  const reference = reportOf(run.result);
  if (reference) return { run, reference };
  const why = run.status === "succeeded" ? `is a run of the kind ${run.kind}` : `is ${run.status}`;
  throw new MlopsError("REPORT_NOT_FOUND", `The run ${run.runId} has no report: it ${why}.`, {
    hint: "See those that have one: mlops runs list --kind train --status succeeded",
    details: { runId: run.runId, kind: run.kind, status: run.status },
  });
}

async function runOf(services: Services, given: string): Promise<RunRecord> {
  const journal = await services.journal();
  if (RUN_ID.test(given)) return findRun(journal, given);
  if (given === "latest-model") {
    const [newest] = await journal.list({ kind: "train", status: "succeeded", limit: 1, includeChildren: true });
    if (newest) return newest;
    throw new MlopsError("RUN_NOT_FOUND", "No training has succeeded yet.", { hint: "Start one: mlops train" });
  }
  const { runId, name, version } = await shownModel(
    modelRegistry(await services.store(), services.clock()),
    given,
    process.cwd(),
  );
  if (runId !== undefined) return findRun(journal, runId);
  throw new MlopsError("REPORT_NOT_FOUND", `The model ${name} version ${version} was not made by a run.`);
}
