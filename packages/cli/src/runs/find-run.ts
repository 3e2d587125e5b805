import { MlopsError, type RunRecord } from "@mlops/core";
import type { RunCatalogue } from "@mlops/store";

/** The run of an id or of `latest`. @throws MlopsError RUN_NOT_FOUND */
export async function findRun(journal: RunCatalogue, reference: string): Promise<RunRecord> {
  const runId = await journal.resolveRunId(reference);
  const run = await journal.get(runId);
  if (run === undefined) throw new MlopsError("RUN_NOT_FOUND", `There is no run ${runId}.`, { details: { runId } });
  return run;
}
