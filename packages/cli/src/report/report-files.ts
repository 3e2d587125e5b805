import { join } from "node:path";

import type { BlobReference, RunRecord, Store } from "@mlops/core";
import { openReport, provenanceSchema, type Provenance, snapshotFiles } from "@mlops/pipelines";
import { modelCard, type ModelCardData, renderReport, runReport } from "@mlops/reporting";

import type { Services } from "../compose.ts";
import { writeWhole } from "../files/write-whole.ts";

/** A run's report as files of one folder. */
export interface ReportFiles {
  readonly folder: string;
  readonly html: string;
  readonly json: string;
  readonly card: string;
  /** What the run was made from: recipe, configuration, versions, lockfile. */
  readonly snapshots: readonly string[];
}

export interface ReportRequest {
  readonly run: Pick<RunRecord, "runId" | "input">;
  /** The stored report. */
  readonly reference: BlobReference;
  /** Folder that receives the files. */
  readonly folder: string;
}

const HINT = "Choose a writable folder with --output.";

/**
 * Draws report and card of a run from what it stored, so that HTML, JSON and card say the same, and lays the snapshots
 * beside them.
 *
 * @throws MlopsError STORE_BLOB_NOT_FOUND, STORE_BLOB_DAMAGED, REPORT_DATA_INVALID, PERMISSION_DENIED
 */
export async function writeReport(
  store: Store,
  { run, reference, folder }: ReportRequest,
): Promise<{ readonly files: ReportFiles; readonly data: ModelCardData }> {
  const data = await openReport(store, reference.digest);
  const files = {
    html: join(folder, "report.html"),
    json: join(folder, "report.json"),
    card: join(folder, "model-card.md"),
  };
  await writeWhole(files.html, renderReport(await runReport(data.report)), HINT);
  await writeWhole(files.json, `${JSON.stringify({ schema: "mlops.run-report/v1", ...data.report }, null, 2)}\n`, HINT);
  await writeWhole(files.card, modelCard(data), HINT);
  const snapshots = await writeSnapshots(store, provenanceOf(run.input), join(folder, "training_artifacts"));
  return { files: { folder, ...files, snapshots }, data };
}

/** Writes the report of a run that has just ended to its usual place in the state folder. */
export async function writeRunReport(
  services: Services,
  run: ReportRequest["run"],
  reference: BlobReference,
): Promise<ReportFiles> {
  const { files } = await writeReport(await services.store(), {
    run,
    reference,
    folder: await usualFolder(services, run.runId),
  });
  return files;
}

/** Where a run's report lies unless another folder is named. */
export async function usualFolder(services: Services, runId: string): Promise<string> {
  return join((await services.configuration()).home, "reports", runId);
}

async function writeSnapshots(store: Store, provenance: Provenance | undefined, folder: string): Promise<string[]> {
  if (!provenance) return [];
  const written: string[] = [];
  for (const [name, file] of Object.entries(snapshotFiles(provenance))) {
    const snapshot = provenance.snapshots[name as keyof Provenance["snapshots"]];
    if (!snapshot) continue;
    const path = join(folder, file);
    await writeWhole(path, await store.blobs.read(snapshot.digest), HINT);
    written.push(path);
  }
  return written;
}

/** What a run's input says of its making; undefined for runs that keep nothing of it. */
export function provenanceOf(input: unknown): Provenance | undefined {
  if (typeof input !== "object" || input === null || !("provenance" in input)) return undefined;
  return provenanceSchema.safeParse(input.provenance).data;
}
