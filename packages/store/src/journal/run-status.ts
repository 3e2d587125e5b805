import type { Clock, LeaseStore, ProcessIdentity, RunRecord } from "@mlops/core";

import { type FinishDocument, type JournalCollections, leaseName, type RunDocument } from "./journal-documents.ts";
import { runEnd, runRecord } from "./run-record.ts";

export interface RunStatusPorts {
  readonly collections: JournalCollections;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly isGone: (identity: ProcessIdentity) => boolean;
  /** Milliseconds that a claim lives without renewal. */
  readonly timeToLive: number;
}

/**
 * Reads a run's status. A finished run says it itself; only an open one is looked up: its finish (its process may have
 * been killed before the document repeated it), then its holder.
 */
export async function readRun(document: RunDocument, ports: RunStatusPorts): Promise<RunRecord> {
  const { runId, state, epoch } = document;
  if (state !== "open") return runRecord(document, state);
  // The lease first: a run that ends between the two look-ups is then seen as finished, never as interrupted.
  const holder = await ports.leases.inspect(leaseName(runId));
  const finish = epoch === undefined ? undefined : await newestFinish(runId, epoch, ports);
  if (finish && finish.status !== "superseded") return runRecord(document, finish.status, runEnd(finish));
  return runRecord(document, holder || isAboutToBeClaimed(document, ports) ? "running" : "interrupted");
}

/** A claim that was continued has a later epoch than the run's document says. */
async function newestFinish(
  runId: string,
  epoch: number,
  { collections }: RunStatusPorts,
): Promise<FinishDocument | undefined> {
  const [finish] = await collections.finishes.find({
    filter: { where: { runId, epoch: { gte: epoch } } },
    sort: [{ field: "epoch", order: "desc" }],
    limit: 1,
  });
  return finish;
}

/** A run is begun a moment before it is claimed. */
function isAboutToBeClaimed(document: RunDocument, { clock, isGone, timeToLive }: RunStatusPorts): boolean {
  const { epoch, startedAt, startedBy } = document;
  return epoch === undefined && clock.wall() < startedAt + timeToLive && !isGone(startedBy);
}
